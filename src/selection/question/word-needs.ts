import { readLanguage } from '../read-language.ts'
import { type Task, tasks } from '../requirements.ts'
import type { Needs } from './needs.ts'
import { means, type Phrase, valuesOf } from './phrase.ts'
import type { Presets } from './question-data.ts'

interface Reading {
  readonly phrases: readonly Phrase[]
  readonly needs: Needs
  readonly presets: Presets
  readonly hasDevices: boolean
  readonly isAboutModel: boolean
}

/** Of several tasks the most telling is taken; among equals the first that was said. */
const weight: Readonly<Record<Task, number>> = {
  code: 3,
  maths: 3,
  agent: 3,
  rag: 3,
  writing: 3,
  vision: 3,
  'long-context': 2,
  reasoning: 2,
  'traditional-chinese': 2,
  multilingual: 2,
  hallucination: 2,
  refusal: 2,
  chinese: 1,
  'instruction-following': 1,
  general: 0,
}

const isTask = (value: string): value is Task => tasks.some((task) => task === value)

/** Reads what words alone say: task, languages, licence, privacy, thinking, preference, role, size class. */
export function readWordNeeds(reading: Reading): void {
  readTask(reading)
  readLanguages(reading)
  readLicence(reading)
  readSwitches(reading)
  readFilters(reading)
  readPreference(reading)
  readRoles(reading)
  readSizeWords(reading)
}

function readTask({ phrases, needs }: Reading): void {
  const said = phrases
    .filter((phrase) => phrase.isNegated !== true)
    .flatMap((phrase) => valuesOf(phrase, 'task').map((value) => ({ value, phrase })))
    .filter((one): one is { value: Task; phrase: Phrase } => isTask(one.value))
    .sort((a, b) => weight[b.value] - weight[a.value])
  readModalities(phrases, needs, said)
  const [first] = said
  const image = phrases.find(
    (phrase) => means(phrase, 'modality', 'image') && phrase.isNegated !== true,
  )
  if (first === undefined && image !== undefined) {
    needs.set('task', 'vision', image.words)
    needs.set('modalities', ['image'], image.words)
  }
  if (first === undefined) return
  needs.set('task', first.value, first.phrase.words)
  for (const { value, phrase } of said.slice(1))
    if (value !== first.value) needs.term('alsoTask', value, phrase.words)
  if (first.value === 'agent') needs.set('tools', true, first.phrase.words)
}

/** What it must take in besides text. */
function readModalities(
  phrases: readonly Phrase[],
  needs: Needs,
  said: readonly { value: Task; phrase: Phrase }[],
): void {
  const sees = said.find(({ value }) => value === 'vision')
  const wanted = phrases.filter((phrase) => phrase.isNegated !== true)
  const [first] = said
  const modalities = (['audio', 'video'] as const).filter((one) =>
    wanted.some((phrase) => means(phrase, 'modality', one)),
  )
  // Each its own model: what one must see and another hear is asked of none.
  if (phrases.some((phrase) => means(phrase, 'ask', 'each')) && said.length > 1) {
    for (const one of modalities) needs.term('alsoTask', one, wordsOf(wanted, one))
    return
  }
  const isSeen = sees !== undefined && (first?.value === 'vision' || modalities.length > 0)
  if (modalities.length === 0 && !isSeen) return
  const words = (sees?.phrase ?? wanted.find((phrase) => means(phrase, 'modality')))?.words ?? ''
  needs.set('modalities', [...(isSeen ? (['image'] as const) : []), ...modalities], words)
}

function wordsOf(phrases: readonly Phrase[], modality: string): string {
  return phrases.find((phrase) => means(phrase, 'modality', modality))?.words ?? modality
}

function readLanguages({ phrases, needs }: Reading): void {
  const drift = phrases.some((phrase) => means(phrase, 'field', 'drift'))
  const languages = phrases.filter((phrase) => means(phrase, 'language'))
  if (drift) return
  for (const phrase of languages) {
    const [tag] = valuesOf(phrase, 'language')
    if (tag === undefined || isKnownTag(tag) === false) continue
    if (phrase.isNegated !== true) needs.add('languages', tag, phrase.words)
    else if (tag === 'zh-CN') needs.add('languages', 'zh-TW', phrase.words)
    else if (tag === 'zh-TW') needs.add('languages', 'zh-CN', phrase.words)
  }
  const { task, languages: wanted } = needs.requirements
  const [only] = wanted ?? []
  const words = languages[0]?.words ?? ''
  if (task === undefined && only === 'zh-TW') needs.set('task', 'traditional-chinese', words)
  if (task === undefined && (only === 'zh' || only === 'zh-CN')) needs.set('task', 'chinese', words)
  if (
    task === undefined &&
    (wanted?.length ?? 0) > 0 &&
    !['zh-TW', 'zh', 'zh-CN', 'en'].includes(only ?? '')
  )
    needs.set('task', 'multilingual', words)
}

function isKnownTag(tag: string): boolean {
  try {
    return readLanguage(tag) !== ''
  } catch {
    return false
  }
}

const actions = ['fine-tune', 'publish', 'host', 'train-on-outputs'] as const

function readLicence({ phrases, needs }: Reading): void {
  for (const phrase of phrases) {
    const isNegated = phrase.isNegated === true
    if (means(phrase, 'use', 'non-commercial')) needs.use({ commercial: isNegated }, phrase)
    else if (means(phrase, 'use', 'commercial')) {
      // 不能商用 asks about what is forbidden; it wants no private use.
      if (!isNegated) needs.use({ commercial: true }, phrase)
      else needs.term('licenceUse', 'not commercial', phrase.words)
    }
    for (const action of actions)
      if (means(phrase, 'use', action) && !isNegated) needs.use({ actions: [action] }, phrase)
    const [territory] = valuesOf(phrase, 'territory')
    const isCompanyThere = phrases.some((one) => means(one, 'use', 'commercial'))
    const isMaker = isMadeThere(phrases, phrases.indexOf(phrase))
    if (
      territory !== undefined &&
      isCompanyThere &&
      !isMaker &&
      !isNegated &&
      !means(phrase, 'country')
    )
      needs.use({ territories: [territory] }, phrase)
  }
}

function readSwitches({ phrases, needs, isAboutModel }: Reading): void {
  for (const phrase of phrases) {
    const is = phrase.isNegated !== true
    if (means(phrase, 'need', 'tools') && is) needs.set('tools', true, phrase.words)
    if (means(phrase, 'need', 'network') && !is) needs.set('offline', true, phrase.words)
    if (means(phrase, 'need', 'offline')) needs.set('offline', is, phrase.words)
    else if (means(phrase, 'need', 'hosted')) needs.set('offline', !is, phrase.words)
    if (means(phrase, 'need', 'ungated') && is) needs.set('ungated', true, phrase.words)
    if (means(phrase, 'need', 'gated') && !is) needs.set('ungated', true, phrase.words)
  }
  if (!isAboutModel) readThinking(phrases, needs)
}

/** Both on and off is asked of models that can be switched; a switch goes before the others. */
function readThinking(phrases: readonly Phrase[], needs: Needs): void {
  const said = phrases.filter((phrase) => phrase.isNegated !== true)
  const switched = said.find((phrase) => means(phrase, 'need', 'reasoning-switchable'))
  if (switched !== undefined) {
    needs.set('reasoning', 'switchable', switched.words)
    return
  }
  for (const phrase of phrases) {
    const is = phrase.isNegated !== true
    if (means(phrase, 'need', 'reasoning-off'))
      needs.set('reasoning', is ? 'off' : 'on', phrase.words)
    else if (means(phrase, 'need', 'reasoning-on'))
      needs.set('reasoning', is ? 'on' : 'off', phrase.words)
  }
}

/** Countries of developers that are spoken of: 中國的模型, "US models", and a bare country where it is left out. */
function countriesOf(phrases: readonly Phrase[], at: number): string[] {
  const phrase = phrases[at]
  if (phrase === undefined) return []
  const countries = valuesOf(phrase, 'country')
  if (countries.length > 0) return countries
  const places = valuesOf(phrase, 'territory')
  // Europe is no country that can be left out by its code.
  if (phrase.isNegated === true) return places.filter((place) => place !== 'EU')
  return isMadeThere(phrases, at) ? places : []
}

const maker =
  /模型|model|国产|國產|製|制|made|from|公司|廠|厂|compan|vendor|lab|developer|本土|做的|出的|開發的|开发的/i

/** More than the country's name: its companies or models, in the phrase or right behind it. */
function isMadeThere(phrases: readonly Phrase[], at: number): boolean {
  const words = phrases.slice(at, at + 3).map((phrase) => phrase.words)
  const before = phrases[at - 1]?.words ?? ''
  const isVague = means(phrases[at], 'territory') && !means(phrases[at], 'country')
  return isVague
    ? /^(made|from|by|来自|來自|made in)$/i.test(before) ||
        /^.{1,4}(的?模型|做的|製|制|出的|開發的|开发的)/.test(words.join('')) ||
        /^(models?)$/i.test(words[1] ?? '')
    : maker.test(words[0] ?? '')
}

/** 我們是美國公司 tells who asks, not who made the model. */
function isWhoAsks(phrases: readonly Phrase[], at: number): boolean {
  const before = phrases.slice(Math.max(0, at - 3), at).map(({ words }) => words)
  return /(我|我们|我們)是|we are|we're|i am/i.test(before.join('') + before.join(' '))
}

const mechanisms = ['mamba', 'moe', 'dense', 'embedding'] as const
/** What is wanted where its opposite is not. */
const opposite: Readonly<Record<string, 'moe' | 'dense' | undefined>> = {
  moe: 'dense',
  dense: 'moe',
}

function readFilters({ phrases, needs, isAboutModel }: Reading): void {
  const { filters } = needs
  for (const [at, phrase] of phrases.entries()) {
    const is = phrase.isNegated !== true
    for (const country of countriesOf(phrases, at))
      if (!is || /^non/i.test(phrase.words))
        needs.add('developerCountriesExcluded', country, phrase.words)
      else if (!isAboutModel && isMadeThere(phrases, at) && !isWhoAsks(phrases, at)) {
        filters.countries.push(country)
        needs.term('developerCountry', country, phrase.words)
      }
    for (const licence of valuesOf(phrase, 'licence')) {
      if (is) filters.licences.push(licence)
      else filters.licencesExcluded.push(licence)
      needs.term(is ? 'licence' : 'licenceExcluded', licence, phrase.words)
    }
    if (means(phrase, 'need', 'open-source') && is) {
      filters.openSource = true
      needs.term('openSource', true, phrase.words)
    }
    if (means(phrase, 'need', 'refusals') && is) needs.term('refusals', 'few', phrase.words)
    for (const mechanism of mechanisms)
      if (means(phrase, 'need', mechanism) && phrase.models === undefined) {
        const wanted = is ? mechanism : opposite[mechanism]
        if (wanted === undefined) continue
        filters.mechanisms.push(wanted)
        needs.term('mechanism', wanted, phrase.words)
      }
  }
}

function readPreference({ phrases, needs }: Reading): void {
  for (const phrase of phrases)
    for (const value of valuesOf(phrase, 'prefer')) {
      if (phrase.isNegated === true) continue
      if (value === 'speed' || value === 'quality' || value === 'memory' || value === 'price') {
        if (needs.requirements.prefer === undefined) needs.set('prefer', value, phrase.words)
        else if (needs.requirements.prefer !== value) needs.term('alsoPrefer', value, phrase.words)
      }
    }
}

/** Who somebody is says what they need where they say no more: presets, which whatever was said goes before. */
function readRoles({ phrases, needs, presets, hasDevices }: Reading): void {
  for (const phrase of phrases)
    for (const role of valuesOf(phrase, 'role')) {
      const preset = presets.roles[role]
      if (preset === undefined || phrase.isNegated === true) continue
      needs.term('role', role, phrase.words)
      const { requirements } = needs
      const tier = presets.tiers.find(({ id }) => id === preset.tier)
      const isSized =
        requirements.minTotalParams !== undefined || requirements.maxTotalParams !== undefined
      if (tier !== undefined && !isSized && !hasDevices) setTier(needs, tier, phrase.words)
      if (preset.commercial !== undefined && requirements.licenceUse?.commercial === undefined)
        needs.use({ commercial: preset.commercial }, phrase)
      if (preset.offline !== undefined && requirements.offline === undefined)
        needs.set('offline', preset.offline, phrase.words)
      if (preset.prefer !== undefined && requirements.prefer === undefined)
        needs.set('prefer', preset.prefer, phrase.words)
      return
    }
}

function setTier(needs: Needs, tier: Presets['tiers'][number], words: string): void {
  if (tier.minTotalParams !== undefined) needs.limit('minTotalParams', tier.minTotalParams, words)
  if (tier.maxTotalParams !== undefined) needs.limit('maxTotalParams', tier.maxTotalParams, words)
  needs.assume('assumed.tier', { tier: tier.id, words })
}

function readSizeWords({ phrases, needs, presets }: Reading): void {
  const { requirements } = needs
  if (requirements.minTotalParams !== undefined || requirements.maxTotalParams !== undefined) return
  for (const phrase of phrases)
    for (const value of valuesOf(phrase, 'size')) {
      const tier = presets.tiers.find(({ id }) => id === presets.sizes[value]?.tier)
      if (tier === undefined || phrase.isNegated === true) continue
      setTier(needs, tier, phrase.words)
      return
    }
}
