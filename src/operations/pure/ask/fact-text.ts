import { formatBytes } from '../../../base/bytes.ts'
import type { Locale } from '../../../base/locale.ts'
import { say } from '../../../base/messages/all-messages.ts'
import { formatCount, formatParams, formatTokens } from '../../../base/quantities.ts'
import type { CatalogueEntry } from '../../../facts/catalogue/catalogue-entry.ts'
import { coversLanguage } from '../../../selection/gates.ts'
import type { QuestionReading } from '../../../selection/question/read-question.ts'
import { readLanguage } from '../../../selection/read-language.ts'
import type { OperationContext } from '../context.ts'
import { presentFactValue } from '../present-fact-value.ts'
import type { AskFact } from './ask-facts.ts'
import type { AskResult } from './ask-result.ts'

/** Models that a text goes into; the facts have all. */
const modelsTold = 3
const factsTold = 8
const languagesTold = 12
/** 131K for 131,072 and 33K for 32,768 are the same length, said loosely. */
const sameWithin = 0.05

/** Names in the language of the answer, for words. */
export function nameOf(entry: CatalogueEntry, { locale }: OperationContext): string {
  return entry.names[locale] ?? entry.names.en
}

/** What a fact question is answered with: first the point, then the facts that carry it. */
export function factText(
  reading: QuestionReading,
  facts: readonly AskFact[],
  result: AskResult | undefined,
  context: OperationContext,
): string[] {
  const entries = toldModels(reading, context)
  const leads = entries.flatMap((entry) => leadsOf(reading, entry, result, context))
  const carried = facts
    .filter(({ model }) => reading.models.length === 0 || entries.some(({ id }) => id === model))
    .filter(({ field }) => field !== 'status')
  const isSaid = leads.length > 0 && (entries.length > 1 || reading.named.length > 1)
  const told = isSaid ? [] : carried.slice(0, factsTold)
  const sentences = [...leads, ...told.map((fact) => factSentence(fact, context))]
  if (!isOpinion(reading)) return sentences
  const idea = context.questionData.concepts.find(({ id }) => id === 'refusal')
  const isRefusal = reading.fields.includes('refusals')
  return isRefusal && idea !== undefined
    ? [idea.text[context.locale]]
    : [...sentences, say(context.locale, 'ask.fact.opinion')]
}

/** The newest and the best known: those that a family's question is about have figures of their own. */
function toldModels({ named }: QuestionReading, { catalogue }: OperationContext): CatalogueEntry[] {
  const share = named.length > 1 ? 1 : modelsTold
  const ids = named.flatMap(({ models = [] }) => {
    // Of a family, what can be had; an announcement alone is told where it alone was asked about.
    const open = models.filter((id) => catalogue.withId(id)?.status === 'open-weights')
    return (open.length > 0 ? open : models).slice(0, share)
  })
  return [...new Set(ids)].slice(0, 6).flatMap((id) => catalogue.withId(id) ?? [])
}

function isOpinion({ fields }: QuestionReading): boolean {
  return fields.some((field) => ['refusals', 'drift', 'quality'].includes(field))
}

export function factSentence(fact: AskFact, context: OperationContext): string {
  const { locale, catalogue } = context
  const entry = catalogue.withId(fact.model)
  return say(locale, 'ask.fact', {
    model: entry === undefined ? fact.model : nameOf(entry, context),
    field: say(locale, `field.${fact.field}`),
    value: factValue(fact, locale),
    basis: say(locale, `basis.${fact.basis}`),
    source: fact.source,
  })
}

/** A value as people write it: parameters in B, lengths grouped, prices by provider. */
export function factValue({ field, value }: AskFact, locale: Locale): string {
  if (typeof value === 'number' && field.endsWith('Params')) return formatParams(value)
  if (typeof value === 'number' && field.endsWith('BytesPerToken')) return formatBytes(value)
  if (field === 'prices' && Array.isArray(value))
    return value
      .slice(0, 4)
      .map(priceWords)
      .join(locale === 'en' ? '; ' : '；')
  return presentFactValue(field, value, locale)
}

function priceWords(price: unknown): string {
  const fields = new Map(Object.entries(Object(price)))
  const day = fields.get('date')
  return `${fields.get('provider')} ${fields.get('inputUsdPerMillionTokens')} / ${fields.get('outputUsdPerMillionTokens')} USD${day === undefined ? '' : ` (${day})`}`
}

/** The point of the answer for one model. */
function leadsOf(
  reading: QuestionReading,
  entry: CatalogueEntry,
  result: AskResult | undefined,
  context: OperationContext,
): string[] {
  const { fields, needs } = reading
  if (entry.status !== 'open-weights') return [closedLead(entry, result, context)]
  if (fields.includes('languages') || needs.requirements.languages !== undefined)
    return languagesLead(reading, entry, context)
  if (fields.includes('openness')) return opennessLead(entry, context)
  const isOfLength = needs.terms.some(({ field }) => field === 'askedLength')
  if (fields.includes('context') || isOfLength) return contextLead(reading, entry, context)
  const isOfShares = ['efficiency', 'speed', 'activeParams', 'architecture', 'experts'].some(
    (field) => fields.includes(field),
  )
  if (isOfShares || needs.filters.mechanisms.length > 0) return sharesLead(entry, context)
  const isOfParams =
    fields.includes('totalParams') || needs.terms.some(({ field }) => field === 'askedParams')
  return isOfParams ? paramsLead(reading, entry, context) : []
}

function closedLead(
  entry: CatalogueEntry,
  result: AskResult | undefined,
  context: OperationContext,
): string {
  const model = nameOf(entry, context)
  if (entry.status === 'api-only') return say(context.locale, 'ask.fact.closed', { model })
  if (entry.status === 'announced') return say(context.locale, 'ask.fact.announced', { model })
  const meant = result !== undefined && 'didYouMean' in result ? result.didYouMean : []
  const nearest = meant.length > 0 ? meant : nearestTo(entry, context)
  return say(context.locale, 'ask.fact.notFound', { model, nearest })
}

/** Whether the languages asked for are among those that the maker lists. */
function languagesLead(
  { needs }: QuestionReading,
  entry: CatalogueEntry,
  context: OperationContext,
): string[] {
  const { locale } = context
  const { languages } = entry
  const model = nameOf(entry, context)
  if (languages === undefined) return [say(locale, 'ask.fact.languagesUnknown', { model })]
  const asked = needs.requirements.languages ?? []
  const display = new Intl.DisplayNames(locale, { type: 'language' })
  const verdicts = asked.map((tag) => {
    const isListed = coversLanguage(languages, readLanguage(tag))
    const language = display.of(tag) ?? tag
    return say(locale, isListed ? 'ask.fact.language' : 'ask.fact.notLanguage', { model, language })
  })
  const count = languages.length
  const shown = languages.slice(0, languagesTold).join(', ')
  const code = count > languagesTold ? 'ask.fact.languagesMany' : 'ask.fact.languages'
  const [number] = needs.terms.filter(({ field }) => field === 'askedNumber')
  if (number !== undefined && Number(number.value) !== count)
    verdicts.unshift(say(locale, 'ask.fact.notCount', { count, asked: String(number.value) }))
  return [...verdicts, say(locale, code, { model, count, languages: shown })]
}

/** Models of the family that the name belongs to, the newest first. */
function nearestTo({ id }: CatalogueEntry, { catalogue, families }: OperationContext): string[] {
  const line = id.split('-')[0] ?? id
  const members = families.find(line)?.members ?? []
  return members
    .filter((member) => catalogue.withId(member)?.status === 'open-weights')
    .sort((a, b) =>
      (catalogue.withId(b)?.releaseDate ?? '').localeCompare(
        catalogue.withId(a)?.releaseDate ?? '',
      ),
    )
    .slice(0, 4)
}

function opennessLead(entry: CatalogueEntry, context: OperationContext): string[] {
  const { licences, locale } = context
  const licence = entry.licence === undefined ? undefined : licences.get(entry.licence)
  if (licence === undefined) return []
  const code = licence.openSource === true ? 'ask.fact.open' : 'ask.fact.openWeights'
  return [say(locale, code, { model: nameOf(entry, context), licence: licence.name })]
}

function isAbout(asked: number, value: number | undefined): boolean {
  return value !== undefined && Math.abs(asked - value) <= sameWithin * value
}

function contextLead(
  { needs }: QuestionReading,
  entry: CatalogueEntry,
  context: OperationContext,
): string[] {
  const { locale } = context
  const { contextLengthNative: native, contextLengthExtended: extended } = entry
  if (native === undefined) return []
  const asked = needs.terms
    .filter(({ field, value }) => field === 'askedLength' && typeof value === 'number')
    .map(({ value, words }) => ({ value: Number(value), words }))
  const values = {
    model: nameOf(entry, context),
    native: formatCount(native),
    extended: extended === undefined ? '' : formatCount(extended.contextLength),
    method: extended?.method ?? '',
  }
  const right = asked.find(({ value }) => isAbout(value, native))
  if (right !== undefined)
    return [
      say(locale, 'ask.fact.native', { ...values, asked: right.words }),
      ...(asked.length > 1 ? [say(locale, 'ask.fact.served')] : []),
    ]
  const [first] = asked
  if (
    extended !== undefined &&
    (first === undefined || isAbout(first.value, extended.contextLength))
  )
    return [say(locale, 'ask.fact.extended', values)]
  return first === undefined
    ? []
    : [
        say(locale, 'ask.fact.otherLength', {
          ...values,
          asked: first.words || formatTokens(first.value),
        }),
      ]
}

function sharesLead(entry: CatalogueEntry, context: OperationContext): string[] {
  const { totalParams: total, activeParams: active, isDense } = entry
  const model = nameOf(entry, context)
  if (total === undefined) return []
  if (active !== undefined && active < total)
    return [
      say(context.locale, 'ask.fact.active', {
        model,
        active: formatParams(active),
        total: formatParams(total),
        share: ((100 * active) / total).toPrecision(2),
      }),
    ]
  return isDense === true
    ? [say(context.locale, 'ask.fact.dense', { model, total: formatParams(total) })]
    : []
}

function paramsLead(
  { needs }: QuestionReading,
  entry: CatalogueEntry,
  context: OperationContext,
): string[] {
  const { locale, questionData } = context
  const { totalParams: total, storedParams: stored } = entry
  if (total === undefined) return []
  const model = nameOf(entry, context)
  const tier = questionData.presets.tiers.find(
    ({ minTotalParams = 0, maxTotalParams = Number.POSITIVE_INFINITY }) =>
      total >= minTotalParams && total <= maxTotalParams,
  )
  const isOfClass = needs.terms.filter(({ field }) => field === 'askedParams').length > 1
  return [
    say(locale, 'ask.fact.params', {
      model,
      total: formatParams(total),
      exact: formatCount(total),
    }),
    ...(isOfClass && tier !== undefined
      ? [say(locale, 'ask.fact.tier', { tier: tier.name[locale], half: formatBytes(2 * total) })]
      : []),
    ...(stored === undefined || stored <= total * 1.001
      ? []
      : [say(locale, 'ask.fact.stored', { stored: formatParams(stored) })]),
    ...(entry.activeParams === undefined ? [] : sharesLead(entry, context)),
  ]
}
