import type { Locale } from '../../base/locale.ts'
import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import type { Family } from '../../facts/catalogue/family.ts'
import type { DeviceDatabase } from '../../facts/devices/device-database.ts'
import type { Licence } from '../../facts/licences/licence.ts'
import { classify, conceptsIn, type QuestionKind } from './classify.ts'
import { findContradictions } from './contradictions.ts'
import { DeviceNames } from './device-names.ts'
import { type AskedMachine, readDevices } from './device-needs.ts'
import { markNegation } from './mark-negation.ts'
import { ModelNames } from './model-names.ts'
import { Needs } from './needs.ts'
import { readNumberNeeds } from './number-needs.ts'
import { means, type Phrase, valuesOf } from './phrase.ts'
import type { QuestionData } from './question-data.ts'
import { prepareQuestion, ScriptFolding } from './question-text.ts'
import { readPhrases, type Vocabulary } from './read-phrases.ts'
import { readWordNeeds } from './word-needs.ts'

/** What the reader knows: words, models, devices. */
export interface Known {
  readonly data: QuestionData
  readonly entries: readonly CatalogueEntry[]
  readonly families: readonly Family[]
  readonly devices: DeviceDatabase
  readonly licences: readonly Licence[]
}

/** A question as it was understood. */
export interface QuestionReading {
  readonly kind: QuestionKind
  readonly language: Locale
  readonly needs: Needs
  readonly machine: AskedMachine | undefined
  /** Models that are named, each name with its models, in the order of the question. */
  readonly named: readonly Phrase[]
  readonly models: readonly string[]
  /** Fields of facts that are asked for. */
  readonly fields: readonly string[]
  readonly concepts: readonly string[]
  readonly notUnderstood: readonly string[]
  /** How many are asked for. */
  readonly limit: number | undefined
  readonly isEmpty: boolean
  /** Characters that were not read. */
  readonly leftOut: number
}

/** Reads questions. Making one costs some milliseconds; keep it as long as its catalogue. */
export class QuestionReader {
  readonly #folding: ScriptFolding
  readonly #vocabulary: Vocabulary
  readonly #known: Known
  readonly #byId: ReadonlyMap<string, CatalogueEntry>

  constructor(known: Known) {
    this.#known = known
    const { data, entries, families, devices, licences } = known
    this.#folding = new ScriptFolding(data)
    const keyOf = (text: string) => this.#folding.keyOf(text)
    const words = new Map(Object.entries(data.words))
    for (const { id, spdx, aliases } of licences)
      for (const name of [id, spdx, ...aliases]) {
        const key = name === undefined ? '' : keyOf(name)
        if (key.length > 2 && !words.has(key)) words.set(key, [`licence:${id}`])
      }
    let longestWord = 0
    for (const key of words.keys()) longestWord = Math.max(longestWord, key.length)
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]))
    this.#vocabulary = {
      meaningsOf: (key) => words.get(key),
      longestWord,
      models: new ModelNames({ entries, families, makers: data.makers }, keyOf),
      devices: new DeviceNames(devices),
      ordinaryWords: new Set(data.presets.ordinaryWords),
    }
  }

  read(question: string, reader: Locale): QuestionReading {
    const language = this.#folding.languageOf(question, reader)
    const text = prepareQuestion(question, this.#folding)
    const { phrases: found, unknown, leftOut } = readPhrases(text, this.#vocabulary)
    const read = withoutLeanedOn(found).map(apartFromOthers)
    markNegation(read)
    const phrases = read.map(onlyMakersMeant)
    const named = this.#namedIn(phrases)
    const unknownNames = phrases.filter((phrase) => phrase.unknownName === true)
    let { needs, machine } = this.#wanted(phrases, language, named.length > 0)
    const kind = classify({
      phrases,
      needs,
      named,
      unknownNames: unknownNames.length,
      hasDevices: machine !== undefined,
      entry: (id) => this.#byId.get(id),
    })
    if (kind === 'recommend') {
      // A model that others are measured by: sizes and lengths are wanted, not asked about.
      if (named.length > 0) ({ needs, machine } = this.#wanted(phrases, language, false))
      keepToFamilies(named, phrases, needs, (id) => this.#byId.get(id)?.status === 'open-weights')
    }
    findContradictions(needs)
    return {
      kind,
      language,
      needs,
      machine,
      named,
      models: [...new Set(named.flatMap(({ models = [] }) => models))],
      fields: fieldsIn(phrases),
      concepts: conceptsIn(phrases),
      notUnderstood: [...new Set([...unknownNames.map(({ words }) => words), ...unknown])],
      limit: limitOf(phrases),
      isEmpty: text.compact === '',
      leftOut,
    }
  }

  #wanted(phrases: readonly Phrase[], language: Locale, isAboutModel: boolean) {
    const { presets } = this.#known.data
    const needs = new Needs()
    const common = { phrases, needs, presets }
    readNumberNeeds({ ...common, language, isAboutModel })
    const machine = readDevices({ ...common, names: this.#vocabulary.devices })
    readWordNeeds({ ...common, hasDevices: machine !== undefined, isAboutModel })
    readExclusions(phrases, needs)
    return { needs, machine }
  }

  /** Models that are named; where only a size is, and one line of models alone has it, those. */
  #namedIn(phrases: readonly Phrase[]): Phrase[] {
    const named = phrases.filter(
      (phrase) => phrase.models !== undefined && phrase.isNegated !== true,
    )
    if (named.length > 0) return named
    for (const phrase of phrases) {
      const { value, suffix, unit, upTo } = phrase.quantity ?? {}
      if (suffix !== 'b' || unit !== undefined || upTo !== undefined) continue
      const found = this.#vocabulary.models.part(`${value}b`)
      if (found !== undefined && found.models.length === 1 && (value ?? 0) > 100)
        return [{ ...phrase, models: found.models }]
    }
    return []
  }
}

/** What somebody might want of a model is, of a model that is named, asked about. */
const fieldOfNeed: Readonly<Record<string, string>> = {
  gated: 'gated',
  ungated: 'gated',
  tools: 'tools',
  'reasoning-on': 'reasoning',
  'reasoning-off': 'reasoning',
  'reasoning-switchable': 'reasoning',
  'open-source': 'openness',
  refusals: 'refusals',
}

function fieldsIn(phrases: readonly Phrase[]): string[] {
  const said = phrases.flatMap((phrase) => valuesOf(phrase, 'field'))
  const needed = phrases.flatMap((phrase) => valuesOf(phrase, 'need'))
  if (phrases.some((phrase) => means(phrase, 'country'))) said.push('developerCountry')
  return [...new Set([...said, ...needed.flatMap((need) => fieldOfNeed[need] ?? [])])]
}

/** `DeepSeek` before `R1` is one name with it. */
function withoutLeanedOn(phrases: readonly Phrase[]): Phrase[] {
  return phrases.filter((phrase, at) => {
    const next = phrases[at + 1]
    if (phrase.family === undefined || next?.models === undefined) return true
    const isAdjacent = next.start - phrase.end <= 1
    return !(isAdjacent && next.models.every((id) => phrase.models?.includes(id)))
  })
}

const afterMaker = /^(的|家|的?模型|models?|llms?)/i
const beforeMaker = /^(by|from|of|made by|来自|來自)$/i

/**
 * A maker's name means its models where they are spoken of (Google 的模型, "from Microsoft") or left out; elsewhere it is
 * only a name ("NVIDIA card", "on Apple").
 */
function onlyMakersMeant(phrase: Phrase, at: number, all: readonly Phrase[]): Phrase {
  if (phrase.isMaker !== true || phrase.isNegated === true) return phrase
  const [before, after] = [all[at - 1], all[at + 1]]
  const isListed =
    (means(after, 'join') && all[at + 2]?.models !== undefined) ||
    (means(before, 'join') && all[at - 2]?.models !== undefined)
  const isMeant =
    isListed || afterMaker.test(after?.words ?? '') || beforeMaker.test(before?.words ?? '')
  const { start, end, words } = phrase
  return isMeant ? phrase : { start, end, words, meanings: ['noise:noise'] }
}

/**
 * Codestral beside Codestral Mamba: where another phrase has the whole name, the beginning of it is a name of its own,
 * which nothing is known under.
 */
function apartFromOthers(phrase: Phrase, _: number, all: readonly Phrase[]): Phrase {
  const { models, isBeginning, start, end, words } = phrase
  if (isBeginning !== true || models?.length !== 1) return phrase
  const isTaken = all.some(
    (other) => other !== phrase && other.isBeginning !== true && other.models?.[0] === models[0],
  )
  return isTaken ? { start, end, words, meanings: [], unknownName: true } : phrase
}

/** Models under "not" are left out. */
function readExclusions(phrases: readonly Phrase[], needs: Needs): void {
  for (const { models = [], family, words, isNegated, isMaker } of phrases) {
    if (isNegated !== true) continue
    const left = isMaker === true ? models : [family ?? models[0]]
    for (const id of left) if (id !== undefined) needs.add('exclude', id, words)
  }
}

/** A family that is chosen from; not one that the choice is measured by. */
function keepToFamilies(
  named: readonly Phrase[],
  phrases: readonly Phrase[],
  needs: Needs,
  isOpen: (id: string) => boolean,
): void {
  for (const phrase of named) {
    const { family, words, models = [] } = phrase
    const at = phrases.indexOf(phrase)
    const around = [...phrases.slice(Math.max(0, at - 2), at), ...phrases.slice(at + 1, at + 2)]
    const isMeasure = around.some(
      (one) => means(one, 'ask', 'like') || means(one, 'ask', 'compare') || means(one, 'compare'),
    )
    if (isMeasure || !models.some(isOpen)) continue
    if (family !== undefined) needs.add('only', family, words)
    if (phrase.isMaker === true) for (const id of models) needs.add('only', id, words)
  }
}

/** 哪三個, "which 5 models": a plain number, or one that counts models, beside the question word. */
function limitOf(phrases: readonly Phrase[]): number | undefined {
  for (const [at, phrase] of phrases.entries()) {
    const { value, unit, suffix, date } = phrase.quantity ?? {}
    const isAsked = means(phrases[at - 1], 'ask', 'which') || means(phrases[at + 1], 'ask', 'which')
    const isCount = unit === 'model' || (unit === undefined && isAsked)
    const isPlain = suffix === undefined && date === undefined
    if (value !== undefined && isCount && isPlain && isSmall(value)) return value
    if (/^(哪三个|哪三個|前三|top three|best three)$/i.test(phrase.words)) return 3
  }
  return undefined
}

function isSmall(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 20
}
