import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { isContent } from './mark-negation.ts'
import type { Needs } from './needs.ts'
import { means, type Phrase, valuesOf } from './phrase.ts'
import type { MeaningKind } from './question-data.ts'

export const questionKinds = [
  'recommend',
  'explain',
  'compare',
  'size',
  'licence',
  'fact',
  'concept',
  'unknown',
] as const
export type QuestionKind = (typeof questionKinds)[number]

/** What the kind of a question is decided by. */
export interface Signs {
  readonly phrases: readonly Phrase[]
  readonly needs: Needs
  /** Phrases that name models and are not to be left out. */
  readonly named: readonly Phrase[]
  readonly unknownNames: number
  readonly hasDevices: boolean
  /** Whether a model of this id has weights to download. */
  entry(id: string): CatalogueEntry | undefined
}

/** Concepts that are asked about by the words themselves; the others need a "what is" or "why". */
const wholeQuestions = new Set([
  'bigger-better',
  'self-host-or-api',
  'vendor-privacy',
  'first-steps',
  'avoid',
  'thinking-switch',
  'script-drift',
  'open-weights',
  'parameters',
  'stale-facts',
  'token',
  'licences',
  'npu',
  'gated-download',
  'refusal',
])

/** Ideas behind a field, where the field is asked about without a model. */
const conceptOfField: Readonly<Record<string, string>> = {
  context: 'context-window',
  kvCache: 'kv-cache',
  memory: 'kv-cache',
  activeParams: 'moe',
  experts: 'moe',
  totalParams: 'parameters',
  openness: 'open-weights',
  licence: 'licences',
  gated: 'gated-download',
  reasoning: 'thinking-switch',
  refusals: 'refusal',
  drift: 'script-drift',
  speed: 'prefill-decode',
}

/** Ideas that a question is about: those it names, else those behind the fields it asks about. */
export function conceptsIn(phrases: readonly Phrase[]): string[] {
  const has = (kind: MeaningKind, ...values: string[]) =>
    phrases.some((phrase) => values.some((value) => means(phrase, kind, value)))
  const named = phrases.flatMap((phrase) => valuesOf(phrase, 'concept'))
  if (has('need', 'offline') && has('need', 'hosted') && has('ask', 'compare'))
    named.unshift('self-host-or-api')
  if (named.length > 0 || has('ask', 'which')) return [...new Set(named)]
  if (has('ask', 'compare', 'what-is') && has('need', 'reasoning-on', 'reasoning-off'))
    return ['thinking-switch']
  if (has('ask', 'compare', 'what-is', 'why') && has('need', 'mamba')) return ['mamba']
  if (has('ask', 'compare', 'what-is', 'why') && has('need', 'moe')) return ['moe']
  const isSizeName = phrases.some(({ quantity }) => quantity?.suffix === 'b')
  if (isSizeName && has('ask', 'what-is')) return ['parameters']
  const fields = phrases.flatMap((phrase) => valuesOf(phrase, 'field'))
  const isOfTokens = phrases.some(
    (phrase) => means(phrase, 'unit', 'token') || phrase.quantity?.unit === 'token',
  )
  const hasFigures = phrases.some(({ quantity }) => (quantity?.value ?? 1) > 1)
  if (isOfTokens && fields.length === 0 && !hasFigures && has('ask', 'how-much', 'what-is'))
    return ['token']
  const ideas = [...new Set(fields.flatMap((field) => conceptOfField[field] ?? []))]
  if (has('ask', 'why', 'what-is', 'compare')) return ideas
  // 參數量越大速度越慢嗎: two ideas, and nothing that is wanted.
  const isGeneral = phrases.every(
    (phrase) =>
      phrase.quantity === undefined && phrase.device === undefined && !means(phrase, 'task'),
  )
  return has('ask', 'whether') && isGeneral && new Set(fields).size > 1 ? ideas : []
}

class Said {
  readonly #signs: Signs

  constructor(signs: Signs) {
    this.#signs = signs
  }

  has(kind: MeaningKind, ...values: string[]): boolean {
    return this.#signs.phrases.some((phrase) =>
      values.length === 0
        ? means(phrase, kind)
        : values.some((value) => means(phrase, kind, value)),
    )
  }
}

/** The operation that answers, by what was named, asked and wanted. */
export function classify(signs: Signs): QuestionKind {
  const said = new Said(signs)
  return signs.named.length === 0 && signs.unknownNames === 0
    ? withoutModel(signs, said)
    : withModel(signs, said)
}

function withoutModel(signs: Signs, said: Said): QuestionKind {
  const { needs, phrases } = signs
  const concepts = conceptsIn(phrases)
  if (concepts.some((id) => wholeQuestions.has(id))) return 'concept'
  const asksMeaning =
    said.has('ask', 'what-is', 'how-to', 'why', 'whether', 'compare') ||
    // GQA 能省多少顯存: of an idea, where no size and no machine is spoken of.
    (said.has('ask', 'how-much') && !phrases.some(({ quantity, device }) => quantity ?? device))
  const isChoice = said.has('ask', 'which') || needs.requirements.task !== undefined
  if (concepts.length > 0 && asksMeaning && !said.has('ask', 'which')) return 'concept'
  const content = phrases.filter(isContent)
  if (concepts.length > 0 && content.every((phrase) => means(phrase, 'concept'))) return 'concept'
  if (said.has('field', 'drift')) return 'concept'
  const isSized = phrases.some(
    ({ quantity }) => quantity?.suffix === 'b' || quantity?.suffix === 't',
  )
  if (isSized && isSizeQuestion(signs, said) && !said.has('ask', 'which')) return 'size'
  if (
    said.has('field', 'prices') &&
    !isChoice &&
    needs.requirements.maxPriceUsdPerMillionTokens === undefined
  )
    return 'fact'
  if (
    needs.filters.licences.length > 0 &&
    said.has('field', 'licence') &&
    !isChoice &&
    !hasSize(needs)
  )
    return 'licence'
  if (said.has('need', 'gated') && said.has('ask', 'which') && needs.requirements.ungated !== true)
    return 'concept'
  if (isSized && said.has('ask', 'what-is') && !isChoice) return 'concept'
  return wantsSomething(signs) ? 'recommend' : 'unknown'
}

function hasSize({ requirements }: Needs): boolean {
  return requirements.maxTotalParams !== undefined || requirements.minTotalParams !== undefined
}

function isSizeQuestion({ hasDevices }: Signs, said: Said): boolean {
  return (
    said.has('ask', 'fit', 'how-much') ||
    said.has('field', 'memory', 'hardware') ||
    (hasDevices && said.has('ask', 'whether'))
  )
}

/** Whether anything was said that a recommendation could go by. */
function wantsSomething({ needs, hasDevices, phrases }: Signs): boolean {
  if (hasDevices) return true
  const { filters, requirements } = needs
  if (Object.keys(requirements).length > 0) return true
  if (filters.licences.length + filters.mechanisms.length + filters.countries.length > 0)
    return true
  if (filters.openSource === true) return true
  const isChoice = phrases.some((phrase) => means(phrase, 'ask', 'which'))
  return phrases.some(
    (phrase) =>
      (isChoice && (means(phrase, 'field') || phrase.quantity !== undefined)) ||
      means(phrase, 'role') ||
      means(phrase, 'size') ||
      means(phrase, 'need') ||
      means(phrase, 'modality'),
  )
}

function withModel(signs: Signs, said: Said): QuestionKind {
  const { named, needs } = signs
  if (said.has('ask', 'why-not')) return 'explain'
  const groups = new Set(named.map(({ models = [], family }) => family ?? models[0]))
  const isLicence = isLicenceQuestion(signs, said)
  const compares = said.has('ask', 'compare') || named.length + signs.unknownNames > 2
  if (groups.size + signs.unknownNames >= 2 && compares && !isLicence) return 'compare'
  if (groups.size >= 2 && said.has('ask', 'which') && !isLicence) return 'compare'
  if (isChoiceAmong(signs, said)) return 'recommend'
  if (named.length > 0 && named.every(({ isMaker }) => isMaker === true) && !isLicence)
    return hasField(signs) ? 'fact' : 'recommend'
  if (isLicence) return 'licence'
  if (named.every((phrase) => isClosed(signs, phrase))) return 'fact'
  if (said.has('ask', 'suits')) return 'explain'
  if (isSizeQuestion(signs, said) && !asksOtherField(signs)) return 'size'
  if (needs.requirements.task !== undefined && !hasField(signs) && said.has('ask', 'which'))
    return 'recommend'
  if (signs.hasDevices && !hasField(signs)) return 'size'
  return 'fact'
}

/** Fields whose question is how much memory something takes. */
const memoryFields = new Set(['memory', 'hardware'])

function hasField({ phrases }: Signs): boolean {
  return phrases.some((phrase) => valuesOf(phrase, 'field').some((field) => field !== 'openness'))
}

/** A field was asked for that is no matter of memory: 有多少參數. */
function asksOtherField({ phrases }: Signs): boolean {
  const fields = phrases.flatMap((phrase) => valuesOf(phrase, 'field'))
  return (
    fields.length > 0 &&
    !fields.some((field) => memoryFields.has(field)) &&
    !phrases.some((phrase) => means(phrase, 'ask', 'fit'))
  )
}

/** A family with "which" and something wanted of it; or one model that others are measured by. */
function isChoiceAmong(signs: Signs, said: Said): boolean {
  const { named, phrases } = signs
  if (!said.has('ask', 'which') || isOfLicence(signs, said)) return false
  const groups = new Set(named.map(({ models = [], family }) => family ?? models[0]))
  const fields = phrases.flatMap((phrase) => valuesOf(phrase, 'field'))
  if (groups.size !== 1 || fields.some((field) => !fieldsOfChoice.has(field))) return false
  const isFamily = named.every(({ family, isMaker }) => family !== undefined || isMaker === true)
  const isMeasure = said.has('ask', 'compare', 'like') || said.has('not')
  if (isMeasure || (isFamily && !hasField(signs))) return true
  const { task, modalities, tools, languages } = signs.needs.requirements
  const isWanted = [task, modalities, tools, languages].some((one) => one !== undefined)
  return (isWanted || hasSize(signs.needs)) && (isFamily || task !== undefined)
}

/** Fields that a choice may be made by. */
const fieldsOfChoice = new Set([
  'openness',
  'modalitiesInput',
  'languages',
  'tools',
  'quality',
  'experts',
])

/** Which of a family may be used so, or stand under another licence. */
function isOfLicence({ needs }: Signs, said: Said): boolean {
  const { licenceUse, task } = needs.requirements
  return (
    said.has('field', 'licence') ||
    needs.terms.some(({ value }) => value === 'not commercial') ||
    needs.filters.licencesExcluded.length > 0 ||
    (licenceUse?.commercial === true && task === undefined)
  )
}

function isLicenceQuestion({ phrases, needs }: Signs, said: Said): boolean {
  if (said.has('ask', 'why')) return false
  if (said.has('field', 'licence')) return true
  if (needs.filters.licences.length + needs.filters.licencesExcluded.length > 0) return true
  const { revenueUsd, monthlyActiveUsers, territories } = needs.requirements.licenceUse ?? {}
  if ([revenueUsd, monthlyActiveUsers, territories].some((one) => one !== undefined)) return true
  const uses = phrases.filter((phrase) => means(phrase, 'use'))
  return uses.length > 0 && !said.has('ask', 'compare') && needs.requirements.task === undefined
}

function isClosed({ entry }: Signs, { models = [] }: Phrase): boolean {
  return models.every((id) => entry(id)?.status !== 'open-weights')
}
