import { z } from 'zod'
import { formatBytes } from '../../base/bytes.ts'
import type { Cell, TextDocument } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatParams, formatTokens } from '../../base/quantities.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../../facts/device.ts'
import { licenceVerdict } from '../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../facts/licences/model-licence.ts'
import { bestVariant } from '../../selection/best-variant.ts'
import { longestContext } from '../../selection/gates.ts'
import type { Knowledge } from '../../selection/knowledge.ts'
import {
  completeRequirements,
  type FullRequirements,
  requirementsSchema,
} from '../../selection/requirements.ts'
import { largestContext } from '../../sizing/largest-context.ts'
import { sizeModel } from '../../sizing/size-model.ts'
import { defineOperation } from '../define-operation.ts'
import type { Reader } from '../operation.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, resolveMachine, systemMemorySchema } from './machine-input.ts'
import { knowledgeOf } from './recommend.ts'
import { requirementFlags } from './recommend-flags.ts'
import { resolveModel } from './resolve-model.ts'
import {
  codedSchema,
  fitSchema,
  licenceSchema,
  memorySchema,
  qualitySchema,
  rateSchema,
  shownMachineSchema,
} from './shared-schemas.ts'
import { machineName, rateCell, shownFit, shownMachine, shownMemory } from './shown.ts'
import { speak } from './spoken.ts'

const input = z.strictObject({
  models: z.array(z.string().min(1).max(200)).min(2).max(6),
  requirements: requirementsSchema.optional(),
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
})

const column = z.strictObject({
  model: z.string(),
  totalParams: z.number().optional(),
  activeParams: z.number().optional(),
  quantization: z.string().optional(),
  memory: memorySchema.optional(),
  fit: fitSchema.optional(),
  largestContextLength: z.number().optional(),
  contextLength: z.number().optional(),
  decodeTokensPerSecond: rateSchema.optional(),
  prefillTokensPerSecond: rateSchema.optional(),
  quality: qualitySchema.optional(),
  licence: licenceSchema,
  languages: z.array(z.string()).optional(),
  reasoning: z.string().optional(),
  tools: z.boolean().optional(),
  gated: z.boolean().optional(),
  releaseDate: z.string().optional(),
  /** Why it cannot be used so, where it cannot. */
  refusal: codedSchema.optional(),
})

const output = z.strictObject({
  ...headerSchema,
  requirements: requirementsSchema,
  machine: shownMachineSchema,
  models: z.array(column),
  /** By row: the models that are best in it; more than one where intervals overlap. */
  best: z.record(z.string(), z.array(z.string())),
})
type Output = z.output<typeof output>
type Compared = z.output<typeof column>

/** Two to six models side by side, each in its best variant for the machine and needs. */
export const compare = defineOperation({
  name: 'compare',
  summary: 'compare.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    models: { path: 'models', unit: 'list', summary: 'flag.models', position: 0 },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    task: requirementFlags.task,
    context: requirementFlags.context,
    parallel: requirementFlags.parallel,
    licence: requirementFlags.licence,
    language: requirementFlags.language,
  },
  examples: [
    'compare qwen3-8b llama-3.1-8b --on rtx-4060',
    'compare gpt-oss-20b gemma-3-27b qwen3-30b-a3b --on m3-max-64gb --task code --json',
  ],
  async run(given, context) {
    const machine = await resolveMachine(given, context)
    if (machine === undefined)
      throw new TouchstoneError('missing_argument', { argument: 'devices', operation: 'compare' })
    const { requirements } = completeRequirements(given.requirements ?? {})
    const entries = [...new Set(given.models.map((name) => resolveModel(name, context)))]
    const recalibration = await context.recalibration?.(machine)
    const knowledge = knowledgeOf(context, requirements, recalibration)
    const models = entries.map((entry) =>
      compared(entry, requirements, machine, knowledge, context),
    )
    return {
      ...header(context),
      requirements,
      machine: shownMachine(machine),
      models,
      best: bestByRow(models),
    }
  },
  present: (result, reader) => present(result, reader),
})

function compared(
  entry: CatalogueEntry,
  needs: FullRequirements,
  machine: Machine,
  knowledge: Knowledge,
  context: OperationContext,
): Compared {
  const licence = modelLicence(entry, context.licences, (id) => context.catalogue.withId(id))
  const verdict =
    licence === undefined ? undefined : licenceVerdict(licence, needs.licenceUse ?? {})
  const facts = {
    model: entry.id,
    totalParams: entry.totalParams,
    activeParams: entry.activeParams,
    contextLength: longestContext(entry),
    licence: {
      id: entry.licence,
      verdict:
        verdict === undefined
          ? 'unknown'
          : needs.licenceUse === undefined
            ? 'not-asked'
            : verdict.verdict,
      duties: verdict?.duties.length ?? 0,
    } as const,
    languages: entry.languages,
    reasoning: entry.reasoning?.kind,
    tools: entry.tools,
    gated: entry.gated,
    releaseDate: entry.releaseDate,
  }
  const architecture = context.catalogue.architecture(entry)
  if (architecture === undefined)
    return { ...facts, refusal: { code: 'refused.shapeUnknown', values: {} } }
  const outcome = bestVariant(entry, architecture, needs, machine, knowledge)
  if (outcome.kind === 'refused')
    return {
      ...facts,
      ...(outcome.refusal.binding === 'evidence' ? plainSize(architecture, needs, machine) : {}),
      refusal: { code: outcome.refusal.code, values: { ...outcome.refusal.values } },
    }
  const { candidate } = outcome
  const { score, low, high, basis, standsInFor, evidence } = candidate.quality
  const request = {
    architecture,
    quantization: candidate.quantization,
    kvCacheType: candidate.kvCacheType,
    parallel: needs.parallel,
    machine,
  }
  return {
    ...facts,
    quantization: candidate.quantization,
    memory: shownMemory(candidate.size),
    fit: shownFit(candidate.size),
    largestContextLength: largestContext(
      request,
      Math.max(longestContext(entry) ?? architecture.contextLength, needs.contextPerUser) *
        needs.parallel,
    ),
    decodeTokensPerSecond: candidate.speed?.decodeTokensPerSecond,
    prefillTokensPerSecond: candidate.speed?.prefillTokensPerSecond,
    quality: {
      score,
      low,
      high,
      basis,
      standsInFor,
      evidence: evidence.slice(0, 8).map((one) => ({ ...one })),
    },
  }
}

/** What nobody has rated (an imported model, say) can be sized all the same, in the most usual quantization. */
function plainSize(
  architecture: Architecture,
  needs: FullRequirements,
  machine: Machine,
): Pick<Compared, 'quantization' | 'memory' | 'fit'> {
  const quantization = 'Q4_K_M'
  const size = sizeModel({
    architecture,
    quantization,
    contextLength: needs.contextPerUser * needs.parallel,
    parallel: needs.parallel,
    machine,
  })
  return { quantization, memory: shownMemory(size), fit: shownFit(size) }
}

type Interval = { readonly low: number; readonly value: number; readonly high: number }

const point = (value: number | undefined): Interval | undefined =>
  value === undefined ? undefined : { low: value, value, high: value }

/** Rows that have a best end: more is better, or less where the sign is turned. */
const rows: Readonly<Record<string, (model: Compared) => Interval | undefined>> = {
  quality: ({ quality }) =>
    quality === undefined
      ? undefined
      : { low: quality.low, value: quality.score, high: quality.high },
  decodeTokensPerSecond: ({ decodeTokensPerSecond: rate }) =>
    rate === undefined ? undefined : { low: rate.low, value: rate.estimate, high: rate.high },
  prefillTokensPerSecond: ({ prefillTokensPerSecond: rate }) =>
    rate === undefined ? undefined : { low: rate.low, value: rate.estimate, high: rate.high },
  memory: ({ memory }) => point(memory === undefined ? undefined : -memory.totalBytes),
  largestContextLength: ({ largestContextLength }) => point(largestContextLength),
}

/** The best of each row and everyone whose interval reaches into the best one's estimate. */
function bestByRow(models: readonly Compared[]): Record<string, string[]> {
  const best: Record<string, string[]> = {}
  for (const [row, read] of Object.entries(rows)) {
    const values = models.flatMap((model) => {
      const interval = read(model)
      return interval === undefined ? [] : [{ id: model.model, interval }]
    })
    const top = values.toSorted((a, b) => b.interval.value - a.interval.value)[0]
    if (top !== undefined)
      best[row] = values
        .filter(
          ({ interval }) =>
            interval.high >= top.interval.low &&
            interval.high >= top.interval.value - (top.interval.value - top.interval.low),
        )
        .map(({ id }) => id)
  }
  return best
}

function present(result: Output, { locale }: Reader): TextDocument {
  const { models, best } = result
  const contextLength = formatTokens(result.requirements.contextPerUser ?? 0)
  const unknown: Cell = { text: say(locale, 'word.unknown'), tone: 'dim' }
  const cell = (text: string | undefined): Cell => (text === undefined ? unknown : { text })
  const marked = (row: string, model: Compared, made: Cell): Cell =>
    best[row]?.includes(model.model) === true ? { text: `${made.text} *`, tone: 'good' } : made
  const lines: readonly (readonly [string, (model: Compared) => Cell])[] = [
    [
      'column.total',
      ({ totalParams }) => cell(totalParams === undefined ? undefined : formatParams(totalParams)),
    ],
    [
      'column.active',
      ({ activeParams, totalParams }) =>
        cell(
          (activeParams ?? totalParams) === undefined
            ? undefined
            : formatParams(activeParams ?? totalParams ?? 0),
        ),
    ],
    ['column.quantization', ({ quantization }) => cell(quantization)],
    [
      'column.memory',
      (model) =>
        model.memory === undefined
          ? refusalCell(model, locale)
          : marked('memory', model, { text: formatBytes(model.memory.totalBytes) }),
    ],
    [
      'compare.longestContext',
      (model) =>
        marked(
          'largestContextLength',
          model,
          cell(
            model.largestContextLength === undefined
              ? undefined
              : formatTokens(model.largestContextLength),
          ),
        ),
    ],
    [
      'column.decode',
      (model) =>
        marked('decodeTokensPerSecond', model, rateCell(model.decodeTokensPerSecond, locale)),
    ],
    [
      'column.prefill',
      (model) =>
        marked('prefillTokensPerSecond', model, rateCell(model.prefillTokensPerSecond, locale)),
    ],
    ['column.quality', (model) => marked('quality', model, qualityCell(model, unknown))],
    [
      'column.licence',
      ({ licence }) =>
        cell(
          licence.verdict === 'not-asked' || licence.verdict === 'unknown'
            ? licence.id
            : `${licence.id}: ${say(locale, `verdict.${licence.verdict}`)}`,
        ),
    ],
    ['field.languages', ({ languages }) => cell(shortList(languages))],
    ['field.reasoning', ({ reasoning }) => cell(reasoning)],
    [
      'field.tools',
      ({ tools }) =>
        cell(tools === undefined ? undefined : say(locale, tools ? 'word.yes' : 'word.no')),
    ],
    [
      'field.gated',
      ({ gated }) =>
        cell(gated === undefined ? undefined : say(locale, gated ? 'word.yes' : 'word.no')),
    ],
    ['column.released', ({ releaseDate }) => cell(releaseDate)],
  ]
  return [
    {
      kind: 'paragraph',
      tone: 'strong',
      text: say(locale, 'compare.title', {
        machine: machineName(result.machine, locale),
        contextLength,
      }),
    },
    {
      kind: 'table',
      columns: [{ title: '' }, ...models.map(({ model }) => ({ title: model }))],
      rows: lines.map(([code, make]) => [{ text: say(locale, code) }, ...models.map(make)]),
    },
  ]
}

function qualityCell({ quality }: Compared, unknown: Cell): Cell {
  if (quality === undefined) return unknown
  return {
    text: `${quality.basis === 'measured' ? '' : '~'}${quality.score.toFixed(0)} (${quality.low.toFixed(0)}–${quality.high.toFixed(0)})`,
  }
}

function refusalCell({ refusal }: Compared, locale: Locale): Cell {
  return {
    text: refusal === undefined ? say(locale, 'word.unknown') : speak(refusal, locale),
    tone: 'bad',
  }
}

/** Languages beyond a dozen are counted. */
function shortList(languages: readonly string[] | undefined): string | undefined {
  if (languages === undefined) return undefined
  return languages.length > 8
    ? `${languages.slice(0, 7).join(' ')} +${languages.length - 7}`
    : languages.join(' ')
}
