import { formatBytes, GiB } from '../../../base/bytes.ts'
import { errorWords } from '../../../base/error-words.ts'
import type { Locale } from '../../../base/locale.ts'
import { say } from '../../../base/messages/all-messages.ts'
import { formatParams, formatRate, formatTokens } from '../../../base/quantities.ts'
import type { TouchstoneError } from '../../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../../facts/catalogue/catalogue-entry.ts'
import type { Licence, LicenceTerm } from '../../../facts/licences/licence.ts'
import type { LicenceUse } from '../../../facts/licences/licence-use.ts'
import { licenceVerdict } from '../../../facts/licences/licence-verdict.ts'
import { modelLicence } from '../../../facts/licences/model-licence.ts'
import type { QuestionReading } from '../../../selection/question/read-question.ts'
import type { OperationContext } from '../context.ts'
import type { LicenceOutput } from '../licence.ts'
import type { RecommendOutput } from '../recommend.ts'
import { machineName } from '../shown.ts'
import type { SizeOutput } from '../size-output.ts'
import type { AskFact } from './ask-facts.ts'
import type { AskResult } from './ask-result.ts'
import { factSentence, factText, nameOf } from './fact-text.ts'
import { standingText } from './standing-text.ts'

interface Answered {
  readonly reading: QuestionReading
  readonly facts: readonly AskFact[]
  readonly result: AskResult | undefined
  readonly problem: TouchstoneError | undefined
  readonly context: OperationContext
}

/** The answer in words, in the language of the context. */
export function answerText(answered: Answered): string {
  const { reading, problem, context } = answered
  const { locale } = context
  const { contradictions } = reading.needs
  if (contradictions.length > 0)
    return contradictions
      .map(([first, second]) =>
        say(locale, 'ask.contradiction', { first: first.words, second: second.words }),
      )
      .join(locale === 'en' ? ' ' : '')
  if (reading.isEmpty) return say(locale, 'ask.empty')
  const sentences = sentencesOf(answered)
  if (problem !== undefined)
    sentences.push(say(locale, 'ask.problem', { problem: errorWords(problem, locale) }))
  return sentences.join(locale === 'en' ? ' ' : '')
}

function sentencesOf(answered: Answered): string[] {
  const { reading, facts, context } = answered
  switch (reading.kind) {
    case 'recommend':
      return recommendText(answered)
    case 'size':
      return sizeText(answered)
    case 'licence':
      return licenceText(answered)
    case 'compare':
      return compareText(answered)
    case 'explain':
      return explainText(answered)
    case 'fact': {
      const sentences = factText(reading, facts, answered.result, context)
      const models = reading.named.map(({ words }) => words)
      return sentences.length > 0
        ? sentences
        : [say(context.locale, 'ask.fact.noneKnown', { models })]
    }
    case 'concept':
      return conceptText(reading, context)
    case 'unknown':
      return [say(context.locale, 'ask.unknown')]
  }
}

function isRecommendation(result: AskResult | undefined): result is RecommendOutput {
  return result !== undefined && 'shortlist' in result
}

function recommendText({ reading, result, problem, context }: Answered): string[] {
  const { locale } = context
  const notes = recommendNotes(reading, context)
  if (!isRecommendation(result))
    return problem === undefined ? [say(locale, 'ask.recommend.noneSuch'), ...notes] : notes
  const [best, ...others] = result.shortlist
  if (best === undefined) {
    const [near] = result.rejected
    return [
      say(locale, 'ask.recommend.none'),
      ...(near === undefined
        ? []
        : [
            say(locale, 'ask.recommend.nearest', {
              model: near.model,
              binding: say(locale, `binding.${near.binding}`),
            }),
          ]),
      ...notes,
    ]
  }
  const members = familyMembers(reading, context)
  const task = say(locale, `task.${result.requirements.task ?? 'general'}`)
  const isElsewhere = reading.machine === undefined && result.machine.origin === 'described'
  const tied = result.tied.find((group) => group.includes(best.model)) ?? []
  return [
    ...members,
    ...(isElsewhere
      ? [say(locale, 'ask.recommend.elsewhere', { machine: machineName(result.machine, locale) })]
      : []),
    say(locale, 'ask.recommend.best', { task, model: best.name, quantization: best.quantization }),
    ...(others.length === 0
      ? []
      : [say(locale, 'ask.recommend.others', { models: others.map(({ name }) => name) })]),
    ...(tied.length > 1 ? [say(locale, 'ask.recommend.tied', { models: [...tied] })] : []),
    ...notes,
  ]
}

const membersTold = 6

/** A family asked about for several uses: which of its models is for which. */
function familyMembers(
  { named, needs, models }: QuestionReading,
  { catalogue, locale }: OperationContext,
): string[] {
  const uses = needs.terms.filter(({ field }) => field === 'task' || field === 'alsoTask')
  const isFamily = named.length === 1 && named[0]?.family !== undefined
  if (!isFamily || uses.length < 2) return []
  return uses.map(({ value, words }) => {
    const fitting = models
      .flatMap((id) => catalogue.withId(id) ?? [])
      .filter((entry) => isMadeFor(entry, String(value)))
      .slice(0, membersTold)
    const code = fitting.length === 0 ? 'ask.recommend.noMember' : 'ask.recommend.members'
    return say(locale, code, { use: words, models: fitting.map(({ id }) => id) })
  })
}

function isMadeFor({ specialities, modalitiesInput }: CatalogueEntry, task: string): boolean {
  if (task === 'vision') return modalitiesInput?.includes('image') === true
  if (task === 'audio') return modalitiesInput?.includes('audio') === true
  return specialities?.some((one) => one === task) === true
}

function recommendNotes(
  { needs, language }: QuestionReading,
  { locale }: OperationContext,
): string[] {
  const { requirements, terms } = needs
  const isChinese = language !== 'en'
  return [
    ...(requirements.offline === false ? [say(locale, 'ask.recommend.hosted')] : []),
    ...(terms.some(({ field }) => field === 'refusals')
      ? [say(locale, 'ask.recommend.refusals')]
      : []),
    ...(isChinese && requirements.languages === undefined
      ? [say(locale, 'ask.recommend.language')]
      : []),
  ]
}

/** Bytes of a number of parameters at 16 bits and at what Q4_K_M takes on average. */
const averageBitsOfQ4 = 4.85

function sizeText({ reading, result, facts, context }: Answered): string[] {
  const { locale } = context
  const sized = result !== undefined && 'totalBytes' in result ? result : undefined
  const sentences: string[] = []
  const { minTotalParams = 0, maxTotalParams } = reading.needs.requirements
  if (reading.models.length === 0 && maxTotalParams !== undefined) {
    const params = minTotalParams === 0 ? maxTotalParams : (minTotalParams + maxTotalParams) / 2
    sentences.push(
      say(locale, 'ask.size.class', {
        params: formatParams(params),
        half: formatBytes(2 * params),
        quarter: formatBytes((averageBitsOfQ4 / 8) * params),
        model: sized?.model ?? '',
      }),
    )
  } else sentences.push(...halfPrecision(sized, facts, context))
  const total = facts.find(({ field, model }) => field === 'totalParams' && model === sized?.model)
  const params =
    reading.models.length > 0
      ? Number(total?.value ?? 0)
      : (minTotalParams + (maxTotalParams ?? 0)) / 2
  const asksCards = reading.machine === undefined || reading.models.length === 0
  if (params > 1e9 && asksCards && sized !== undefined)
    sentences.push(cardsSentence(params, sized, context))
  if (sized !== undefined) sentences.push(...sizedSentences(sized, context))
  const cache = facts.find(
    ({ model, field }) =>
      field === 'kvCacheBytesPerToken' && (sized === undefined || model === sized.model),
  )
  if (cache !== undefined)
    sentences.push(say(locale, 'ask.size.cache', { bytes: formatBytes(Number(cache.value)) }))
  return sentences
}

/** Of a card's memory this much is usable: drivers and the allocator keep some. Judgement, after `usableBytes` of the devices. */
const usableShare = 0.95

/** How many cards hold the weights with the cache and buffers that were sized. */
function cardsSentence(params: number, sized: SizeOutput, { locale }: OperationContext): string {
  const besides = sized.kvCache.bytes + sized.compute.bytes + sized.outputBytes
  const cards = (bits: number, gib: number) =>
    Math.ceil(((params * bits) / 8 + besides) / (gib * GiB * usableShare))
  return say(locale, 'ask.size.cards', {
    contextLength: formatTokens(sized.contextLength),
    half24: cards(16, 24),
    half80: cards(16, 80),
    quarter24: cards(averageBitsOfQ4, 24),
    quarter80: cards(averageBitsOfQ4, 80),
  })
}

function halfPrecision(
  sized: SizeOutput | undefined,
  facts: readonly AskFact[],
  context: OperationContext,
): string[] {
  const total = facts.find(
    ({ model, field }) => field === 'totalParams' && (sized === undefined || model === sized.model),
  )
  if (total === undefined) return []
  const entry = context.catalogue.withId(total.model)
  return [
    say(context.locale, 'ask.size.bits', {
      model: entry === undefined ? total.model : nameOf(entry, context),
      params: formatParams(Number(total.value)),
      half: formatBytes(2 * Number(total.value)),
    }),
  ]
}

function sizedSentences(sized: SizeOutput, { locale }: OperationContext): string[] {
  const { model = '', quantization, contextLength, totalBytes, fit, machine } = sized
  return [
    say(locale, 'ask.size', {
      model,
      quantization,
      contextLength: formatTokens(contextLength),
      total: formatBytes(totalBytes),
    }),
    ...(fit === undefined || machine === undefined
      ? []
      : [
          say(locale, `ask.size.${fit.verdict}`, {
            machine: machineName(machine, locale),
            shortfall: formatBytes(fit.shortfallBytes),
          }),
        ]),
    ...speedSentence(sized, locale),
  ]
}

function speedSentence({ speed }: SizeOutput, locale: Locale): string[] {
  if (speed === undefined) return []
  const { estimate, low, high, basis } = speed.decodeTokensPerSecond
  return [
    say(locale, 'ask.size.speed', {
      estimate: formatRate(estimate),
      low: formatRate(low),
      high: formatRate(high),
      basis: say(locale, `basis.${basis}`),
    }),
  ]
}

const termsTold = 2

function licenceText({ reading, facts, result, context }: Answered): string[] {
  const { locale } = context
  const isGroup = reading.named.length !== 1 || (reading.named[0]?.models?.length ?? 0) > 1
  const groups = isGroup ? licenceGroups(reading, facts, context) : []
  if (groups.length > 0) return groups
  const found = result !== undefined && 'clauses' in result ? result : undefined
  if (found?.licence === undefined)
    return [say(locale, 'ask.licence.unknown', { model: found?.name ?? reading.models[0] ?? '' })]
  return [
    say(locale, 'ask.licence', {
      model: found.name ?? found.licence.name,
      licence: found.licence.name,
      verdict: say(locale, `verdict.${verdictOf(found)}`),
    }),
    ...weighty(found).map(({ text }) => text),
  ]
}

/** Without a use of the asker's own, commercial use is what people mean by "may I". */
function verdictOf({ verdict, use, usualUses = [] }: LicenceOutput): LicenceOutput['verdict'] {
  if (use !== undefined) return verdict
  const commercial = usualUses.find((one) => one.use.commercial === true)
  return commercial?.verdict ?? verdict
}

function weighty({ blocking, duties, terms, use }: LicenceOutput): { text: string }[] {
  const own = [...blocking, ...duties]
  return (own.length > 0 || use !== undefined ? own : terms).slice(0, termsTold)
}

/** Models by licence, each with the verdict for the use; of "which may not", only those that may not. */
function licenceGroups(
  reading: QuestionReading,
  facts: readonly AskFact[],
  context: OperationContext,
): string[] {
  const use = reading.needs.requirements.licenceUse ?? { commercial: true }
  const isForbidden = reading.needs.terms.some(({ value }) => value === 'not commercial')
  const groups = new Map<string, { verdict: string; models: string[] }>()
  for (const { model, field, value } of facts) {
    if (field !== 'licence') continue
    const entry = context.catalogue.withId(model)
    const verdict = entry === undefined ? undefined : verdictFor(entry, use, context)
    if (entry === undefined || verdict === undefined) continue
    if (isForbidden && verdict !== 'not-allowed' && verdict !== 'unclear') continue
    const key = `${String(value)} ${verdict}`
    const group = groups.get(key) ?? { verdict, models: [] }
    group.models.push(model)
    groups.set(key, group)
  }
  const told = [...groups]
  return told.flatMap(([key, { verdict, models }]) => {
    const licence = context.licences.get(key.split(' ')[0] ?? '')
    const group = say(context.locale, 'ask.licence.group', {
      licence: licence?.name ?? key,
      verdict: say(context.locale, `verdict.${verdict}`),
      models,
    })
    return told.length > groupsWithTerms || licence === undefined
      ? [group]
      : [group, ...tellingTerms(licence, use).map(({ text }) => text[context.locale])]
  })
}

/** With more licences than these, their terms are left to `licence`. */
const groupsWithTerms = 8

/** What binds most for a use: what forbids it, then naming and conditions, then the rest. */
function tellingTerms(licence: Licence, use: LicenceUse): readonly LicenceTerm[] {
  const { blocking, duties } = licenceVerdict(licence, use)
  const isNamed = ({ kind }: LicenceTerm) => ['naming', 'outputs', 'derivative'].includes(kind)
  const changes = use.actions?.some((action) => action !== 'run') === true
  const sorted = changes
    ? [...duties.filter(isNamed), ...duties.filter((one) => !isNamed(one))]
    : duties
  return [...blocking, ...sorted].slice(0, changes ? 2 : 1)
}

function verdictFor(
  entry: CatalogueEntry,
  use: LicenceUse,
  { licences, catalogue }: OperationContext,
): string | undefined {
  const licence = modelLicence(entry, licences, (id) => catalogue.withId(id))
  return licence === undefined ? undefined : licenceVerdict(licence, use).verdict
}

function compareText({ reading, facts, result, context }: Answered): string[] {
  const { locale } = context
  const models = reading.named.map(({ words }) => words)
  const asked = facts.filter(({ field }) => field === 'kvCacheBytesPerToken')
  return [
    say(locale, result === undefined ? 'ask.compare.one' : 'ask.compare', { models }),
    ...asked.map((fact) => factSentence(fact, context)),
  ]
}

/** Where the model stands and what holds it back, then what is known of it that bears on the choice. */
function explainText({ reading, facts, result, context }: Answered): string[] {
  const explained = result !== undefined && 'standing' in result ? result : undefined
  const id = explained?.model ?? reading.models[0]
  const wanted = ['totalParams', 'licence', 'languages', 'gated', 'releaseDate']
  const bearing = facts.filter(({ model, field }) => model === id && wanted.includes(field))
  return [
    ...(explained === undefined ? [] : standingText(explained, context)),
    ...bearing.map((fact) => factSentence(fact, context)),
  ]
}

function conceptText(
  { concepts }: QuestionReading,
  { questionData, locale }: OperationContext,
): string[] {
  return questionData.concepts
    .filter(({ id }) => concepts.includes(id))
    .slice(0, 3)
    .map(({ text }) => text[locale])
}
