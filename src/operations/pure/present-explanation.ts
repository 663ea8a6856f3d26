import { formatBytes } from '../../base/bytes.ts'
import type { Block, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { Reader } from '../operation.ts'
import type { ExplainOutput } from './explain.ts'
import { machineName, qualityCell, rateCell } from './shown.ts'
import { speak } from './spoken.ts'
import { spokenChange } from './spoken-change.ts'

/** Where it stands first, then the reasons or what is in the way, who is before it, and what was assumed. */
export function presentExplanation(result: ExplainOutput, { locale }: Reader): TextDocument {
  return [
    {
      kind: 'paragraph',
      tone: result.standing === 'refused' ? 'bad' : 'strong',
      text: answer(result, locale),
    },
    ...tie(result, locale),
    ...reasons(result, locale),
    ...obstacles(result, locale),
    ...rivals(result, locale),
    ...preferences(result, locale),
    ...assumed(result, locale),
    ...next(result, locale),
  ]
}

function answer({ standing, obstacles, ...result }: ExplainOutput, locale: Locale): string {
  const bindings = [...new Set(obstacles.map(({ binding }) => say(locale, `binding.${binding}`)))]
  return say(locale, `explain.${standing}`, {
    model: result.name,
    task: say(locale, `task.${result.requirements.task ?? 'general'}`),
    machine: machineName(result.machine, locale),
    rank: result.rank,
    candidates: result.candidates,
    bindings,
  })
}

function tie({ tiedWith }: ExplainOutput, locale: Locale): Block[] {
  return tiedWith.length === 0
    ? []
    : [{ kind: 'paragraph', text: say(locale, 'explain.tied', { models: tiedWith }) }]
}

function reasons({ suggestion, name }: ExplainOutput, locale: Locale): Block[] {
  if (suggestion === undefined) return []
  return [
    {
      kind: 'heading',
      text: say(locale, 'recommend.reasons', { model: `${name} ${suggestion.quantization}` }),
    },
    { kind: 'list', items: suggestion.reasons.map((reason) => ({ text: speak(reason, locale) })) },
  ]
}

function obstacles({ obstacles: all }: ExplainOutput, locale: Locale): Block[] {
  if (all.length === 0) return []
  const table: Block = {
    kind: 'table',
    columns: [{ title: say(locale, 'column.why') }, { title: say(locale, 'column.change') }],
    rows: all.map(({ reason, ways }) => [
      { text: speak(reason, locale) },
      ways.length === 0
        ? { text: say(locale, 'explain.noChange'), tone: 'dim' }
        : { text: ways.map((way) => spokenChange(way, locale)).join(say(locale, 'explain.or')) },
    ]),
  }
  const heading: Block = { kind: 'heading', text: say(locale, 'explain.obstacles') }
  return all.length === 1
    ? [heading, table]
    : [heading, table, { kind: 'paragraph', text: say(locale, 'explain.allNeeded'), tone: 'dim' }]
}

function rivals({ rivals: all }: ExplainOutput, locale: Locale): Block[] {
  if (all.length === 0) return []
  const right = { align: 'right' } as const
  return [
    { kind: 'heading', text: say(locale, 'explain.rivals') },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'column.model') },
        { title: say(locale, 'column.memory'), ...right },
        { title: say(locale, 'column.decode'), ...right },
        { title: say(locale, 'column.quality'), ...right },
        { title: say(locale, 'column.betterOn') },
        { title: say(locale, 'column.certainty'), ...right },
      ],
      rows: all.map(({ suggestion, probability, better }) => [
        { text: `${suggestion.model} ${suggestion.quantization}`, tone: 'strong' },
        { text: formatBytes(suggestion.memory.totalBytes) },
        rateCell(suggestion.speed?.decodeTokensPerSecond, locale),
        qualityCell(suggestion.quality),
        {
          text: better
            .map((axis) => say(locale, `axis.${axis}`))
            .join(locale === 'en' ? ', ' : '、'),
        },
        { text: `${Math.round(100 * probability)} %` },
      ]),
    },
  ]
}

function preferences({ preferences: all }: ExplainOutput, locale: Locale): Block[] {
  if (all.length === 0) return []
  const items = all.map(({ prefer, rank }) => ({
    text: say(locale, 'explain.preference', { prefer: say(locale, `axis.${prefer}`), rank }),
  }))
  return [
    { kind: 'heading', text: say(locale, 'explain.preferences') },
    { kind: 'list', items },
  ]
}

function assumed({ assumptions }: ExplainOutput, locale: Locale): Block[] {
  if (assumptions.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'recommend.assumptions') },
    { kind: 'list', items: assumptions.map((assumption) => ({ text: speak(assumption, locale) })) },
  ]
}

function next({ model, rivals: [first] }: ExplainOutput, locale: Locale): Block[] {
  const items = [
    { purpose: say(locale, 'next.model'), command: `touchstone model ${model}` },
    ...(first === undefined
      ? []
      : [
          {
            purpose: say(locale, 'next.compare'),
            command: `touchstone compare ${model} ${first.suggestion.model}`,
          },
        ]),
  ]
  return [
    { kind: 'heading', text: say(locale, 'recommend.next') },
    { kind: 'commands', items },
  ]
}
