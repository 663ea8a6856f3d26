import { formatBytes } from '../../base/bytes.ts'
import type { Block, Cell, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { Reader } from '../operation.ts'
import type { RecommendOutput } from './recommend.ts'
import { machineName, qualityCell, rateCell } from './shown.ts'
import { speak } from './spoken.ts'
import { spokenChanges } from './spoken-change.ts'

type Suggestion = RecommendOutput['shortlist'][number]
type Rejection = RecommendOutput['rejected'][number]

/** How many of the rejected are shown; the rest are counted by what held them back. */
const rejectedShown = 5

/** The answer first, then the list, the reasons, what was assumed, what was left out, and the next commands. */
export function presentRecommendation(result: RecommendOutput, { locale }: Reader): TextDocument {
  const machine = machineName(result.machine, locale)
  const [best] = result.shortlist
  const assumptions = result.assumptions.map((assumption) => ({ text: speak(assumption, locale) }))
  const taken: Block[] =
    assumptions.length === 0
      ? []
      : [
          { kind: 'heading', text: say(locale, 'recommend.assumptions') },
          { kind: 'list', items: assumptions },
        ]
  if (best === undefined)
    return [
      { kind: 'paragraph', text: say(locale, 'recommend.nothing', { machine }), tone: 'bad' },
      ...taken,
      ...rejections(result, locale),
      ...nextCommands(result, locale),
    ]
  return [
    {
      kind: 'paragraph',
      tone: 'strong',
      text: say(locale, 'recommend.best', {
        task: taskName(result, locale),
        machine,
        model: best.name,
        quantization: best.quantization,
      }),
    },
    shortlistTable(result.shortlist, locale),
    ...ties(result, locale),
    { kind: 'heading', text: say(locale, 'recommend.reasons', { model: best.name }) },
    { kind: 'list', items: best.reasons.map((reason) => ({ text: speak(reason, locale) })) },
    { kind: 'paragraph', tone: 'dim', text: basisOfQuality(result, locale) },
    ...taken,
    ...rejections(result, locale),
    ...nextCommands(result, locale),
  ]
}

function taskName({ requirements }: RecommendOutput, locale: Locale): string {
  return say(locale, `task.${requirements.task ?? 'general'}`)
}

function shortlistTable(shortlist: readonly Suggestion[], locale: Locale): Block {
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'column.model') },
      { title: say(locale, 'column.quantization') },
      { title: say(locale, 'column.memory'), align: 'right' },
      { title: say(locale, 'column.decode'), align: 'right' },
      { title: say(locale, 'column.quality'), align: 'right' },
      { title: say(locale, 'column.licence') },
      { title: say(locale, 'column.placement') },
    ],
    rows: shortlist.map((suggestion) => [
      { text: suggestion.model, tone: 'strong' },
      {
        text:
          suggestion.kvCacheType === 'f16'
            ? suggestion.quantization
            : `${suggestion.quantization}, KV ${suggestion.kvCacheType}`,
      },
      {
        text: formatBytes(suggestion.memory.totalBytes),
        tone: suggestion.fit.verdict === 'tight' ? 'warning' : 'plain',
      },
      rateCell(suggestion.speed?.decodeTokensPerSecond, locale),
      qualityCell(suggestion.quality),
      licenceCell(suggestion, locale),
      { text: say(locale, `placement.${suggestion.placement.kind}`) },
    ]),
  }
}

function licenceCell({ licence }: Suggestion, locale: Locale): Cell {
  if (licence.id === undefined) return { text: say(locale, 'word.unknown'), tone: 'dim' }
  if (licence.verdict === 'not-asked' || licence.verdict === 'unknown') return { text: licence.id }
  const tone = licence.verdict === 'allowed' ? 'good' : 'warning'
  return { text: `${licence.id}: ${say(locale, `verdict.${licence.verdict}`)}`, tone }
}

function ties({ tied, shortlist }: RecommendOutput, locale: Locale): Block[] {
  const group = tied.find((ids) => ids[0] === shortlist[0]?.model)
  return group === undefined
    ? []
    : [{ kind: 'paragraph', text: say(locale, 'recommend.tied', { models: group }) }]
}

function basisOfQuality({ shortlist }: RecommendOutput, locale: Locale): string {
  const measured = shortlist.filter(({ quality }) => quality.basis === 'measured').length
  return say(locale, 'recommend.qualityBasis', { measured, count: shortlist.length })
}

/**
 * Those that a change of the question would let in, nearest first as the ranking left them; dominated ones are only
 * counted. Models that were asked for by name are always shown with what keeps them out.
 */
function rejections({ rejected, requirements }: RecommendOutput, locale: Locale): Block[] {
  const isNamed = requirements.only !== undefined
  const changeable = rejected.filter(
    ({ binding, smallestChange }) =>
      isNamed ||
      (binding !== 'dominated' && smallestChange.length > 0 && smallestChange.every(isWithinReach)),
  )
  const shown = changeable.slice(0, rejectedShown)
  const rest = rejected.length - shown.length
  const counts = new Map<string, number>()
  for (const { binding } of rejected) counts.set(binding, (counts.get(binding) ?? 0) + 1)
  const bindings = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([binding, count]) => `${say(locale, `binding.${binding}`)} ${count}`)
  const blocks: Block[] = []
  if (shown.length > 0)
    blocks.push(
      { kind: 'heading', text: say(locale, 'recommend.notChosen') },
      rejectionTable(shown, locale),
    )
  if (rest > 0)
    blocks.push({
      kind: 'paragraph',
      tone: 'dim',
      text: say(locale, 'recommend.moreRejected', { count: rest, bindings }),
    })
  return blocks
}

/** A number that must become four times as large or small is no change of the same question. */
function isWithinReach({ from, to }: Rejection['smallestChange'][number]): boolean {
  if (typeof from !== 'number' || typeof to !== 'number' || from <= 0) return true
  return to <= 4 * from && to >= from / 4
}

function rejectionTable(shown: readonly Rejection[], locale: Locale): Block {
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'column.model') },
      { title: say(locale, 'column.why') },
      { title: say(locale, 'column.change') },
    ],
    rows: shown.map(({ model, reason, smallestChange }) => [
      { text: model },
      { text: speak(reason, locale) },
      { text: spokenChanges(smallestChange, locale) },
    ]),
  }
}

function nextCommands({ shortlist, machine }: RecommendOutput, locale: Locale): Block[] {
  const [first, second] = shortlist
  const described = machine.origin === 'described'
  const items = []
  if (first !== undefined) {
    const file =
      first.repository === undefined
        ? `${first.model}-${first.quantization}.gguf`
        : `<${first.repository.split('/').at(-1)}-${first.quantization}.gguf>`
    items.push({
      purpose: say(locale, 'next.size'),
      command: `touchstone size ${first.model} --quantization ${first.quantization} --context ${first.contextLength}`,
    })
    items.push({ purpose: say(locale, 'next.model'), command: `touchstone model ${first.model}` })
    if (second !== undefined)
      items.push({
        purpose: say(locale, 'next.compare'),
        command: `touchstone compare ${first.model} ${second.model}`,
      })
    items.push({
      purpose: say(locale, 'next.run'),
      command: `llama-server --model ${file} ${first.placement.flags.join(' ')}`,
    })
  }
  items.push({
    purpose: say(locale, 'next.licence'),
    command: 'touchstone recommend --licence commercial --language zh-TW',
  })
  if (!described)
    items.push({
      purpose: say(locale, 'next.other'),
      command: 'touchstone recommend --on "rtx-4090,ram=64gb"',
    })
  return [
    { kind: 'heading', text: say(locale, 'recommend.next') },
    { kind: 'commands', items },
  ]
}
