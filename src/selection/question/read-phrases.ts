import { distance } from 'fastest-levenshtein'
import { isWordEnd, keysAt, type Words, wordAt } from './cut-words.ts'
import type { DeviceNames } from './device-names.ts'
import type { ModelNames, NamedModels } from './model-names.ts'
import { means, type Phrase } from './phrase.ts'
import { type ReadQuantity, readChineseFigure, readFigure } from './quantity.ts'
import { isHan, isLatin, type QuestionText } from './question-text.ts'

/** What phrases are looked for with. */
export interface Vocabulary extends Words {
  readonly models: ModelNames
  readonly devices: DeviceNames
  readonly ordinaryWords: ReadonlySet<string>
}

/** Pieces of the question that are known, from left to right, and pieces that are not. */
export interface Phrases {
  readonly phrases: Phrase[]
  readonly unknown: string[]
  /** Characters at the end that were not read. */
  readonly leftOut: number
}

/** Finds everything that is known in a question: at each place the longest of models, devices, numbers and words. */
export function readPhrases(question: QuestionText, vocabulary: Vocabulary): Phrases {
  const reader = new PhraseReader(question, vocabulary)
  reader.read()
  const leftOut = question.leftOut + question.text.length - reader.end
  return { phrases: reader.phrases, unknown: reader.unknown, leftOut }
}

/** Units that stand near a number without counting anything. */
const aroundNumbers = new Set(['per-second', 'simultaneous', 'every', 'first-token', 'revenue'])

/** No question has so many pieces; each is looked at beside the others, so that the work grows with the square. */
const phrasesMax = 250
/** Different pieces that nothing is known of. */
const unknownMax = 50

class PhraseReader {
  readonly phrases: Phrase[] = []
  readonly unknown: string[] = []
  /** How far it was read. */
  end = 0
  readonly #question: QuestionText
  readonly #vocabulary: Vocabulary
  #looseFrom: number | undefined
  /** The model named last, for names that lean on it. */
  #lastModel: string | undefined
  #spellingsTried = 0

  constructor(question: QuestionText, vocabulary: Vocabulary) {
    this.#question = question
    this.#vocabulary = vocabulary
  }

  read(): void {
    const { folded } = this.#question
    let place = 0
    while (place < folded.length && this.phrases.length < phrasesMax) {
      if (/\s/.test(folded.charAt(place))) {
        this.#closeLoose(place)
        place += 1
        continue
      }
      const phrase = this.#phraseAt(place)
      if (phrase === undefined) place = this.#loosen(place)
      else {
        this.#closeLoose(place)
        this.phrases.push(phrase)
        if (phrase.models?.[0] !== undefined) this.#lastModel = phrase.models[0]
        place = phrase.end
      }
    }
    this.#closeLoose(place)
    this.end = place
  }

  /** Longest first; where two are as long, models before devices before numbers before words. */
  #phraseAt(place: number): Phrase | undefined {
    if (!this.#isStart(place)) return undefined
    let best: Phrase | undefined
    for (const found of [
      this.#modelAt(place),
      this.#deviceAt(place),
      this.#quantityAt(place),
      this.#wordAt(place),
    ])
      if (found !== undefined && (best === undefined || found.end > best.end)) best = found
    return best
  }

  /** The first character of something: any Chinese one, and of letters and figures the first of a run. */
  #isStart(place: number): boolean {
    const { folded } = this.#question
    if (!isLatin(folded.charAt(place)) || !isLatin(folded.charAt(place - 1))) return true
    // `8xH100`: what a number took with it ends inside the run.
    return this.phrases.at(-1)?.end === place
  }

  #phrase(start: number, end: number, rest: Partial<Phrase>): Phrase {
    return { start, end, words: this.#question.text.slice(start, end), meanings: [], ...rest }
  }

  #wordAt(place: number): Phrase | undefined {
    const found = wordAt(this.#question, this.#vocabulary, place)
    return found === undefined
      ? undefined
      : this.#phrase(place, found.end, { meanings: found.meanings })
  }

  #modelAt(place: number): Phrase | undefined {
    const { compact, at } = this.#question
    const { models } = this.#vocabulary
    const from = at[place] ?? 0
    const lone = this.#leaningName(place)
    if (!models.mayStart(compact.slice(from, from + 2))) return lone
    for (const [key, end] of keysAt(this.#question, place, models.longest)) {
      const named = this.#named(key, place, end)
      if (lone !== undefined && end <= lone.end) return lone
      if (named !== undefined) return this.#modelPhrase(place, end, named)
    }
    return lone
  }

  #named(key: string, start: number, end: number): NamedModels | undefined {
    const { models } = this.#vocabulary
    if (key.length < 2 || /^[\d.]+[bkm]?$/.test(key)) return undefined
    if (!this.#isWritten(key, start, end)) return undefined
    const exact = models.exact(key)
    if (exact !== undefined) return exact
    const shorter = models.withoutSuffix(key)
    const bare = shorter === undefined ? undefined : models.exact(shorter)
    if (bare !== undefined) return bare
    if (!/\d/.test(key) && !this.#isName(key, start)) return undefined
    return models.beginning(key) ?? models.part(key)
  }

  /** Goes on with a hyphen to something that is no part of the name: then this is not the name. */
  #modelPhrase(start: number, end: number, named: NamedModels): Phrase {
    const { folded } = this.#question
    const rest = /^[-_][a-z0-9][a-z0-9._-]*/.exec(folded.slice(end, end + 60))?.[0]
    const isOther = rest !== undefined && !isHarmless(rest) && named.isMaker === undefined
    const whole = end + (rest?.length ?? 0)
    // 混元-910B: a family's name in another script before the rest of an id.
    const inFamily = isOther ? this.#inFamily(named, rest) : undefined
    if (inFamily !== undefined) return this.#phrase(start, whole, { models: inFamily.models })
    if (isOther) return this.#phrase(start, whole, { unknownName: true })
    return this.#phrase(start, whole, {
      models: named.models,
      ...(named.family === undefined ? {} : { family: named.family }),
      ...(named.isBeginning === undefined ? {} : { isBeginning: named.isBeginning }),
      ...(named.isMaker === undefined ? {} : { isMaker: named.isMaker }),
    })
  }

  #inFamily({ family }: NamedModels, rest: string): NamedModels | undefined {
    const { models } = this.#vocabulary
    const key = `${family ?? ''}${rest}`.replaceAll(/[\s_-]/g, '')
    return family === undefined ? undefined : (models.exact(key) ?? models.beginning(key))
  }

  /** An ordinary word is a model's name only with a capital inside the sentence, or before a figure. */
  #isWritten(key: string, start: number, end: number): boolean {
    if (!this.#vocabulary.ordinaryWords.has(key)) return true
    const isFirst = !/[\p{L}\p{N}]/u.test(this.#question.text.slice(0, start))
    const isBeforeFigure = /^[\s-]?\d/.test(this.#question.text.slice(end, end + 2))
    return (
      isBeforeFigure || (this.#isCapital(start) && !isFirst) || this.#isAmongChinese(start, end)
    )
  }

  #isAmongChinese(start: number, end: number): boolean {
    const { text } = this.#question
    return (
      isHan(text.charAt(start - 1)) ||
      isHan(text.trimEnd().charAt(end)) ||
      isHan(text.charAt(end + 1))
    )
  }

  #isCapital(start: number): boolean {
    return /\p{Lu}/u.test(this.#question.text.charAt(start))
  }

  /** A word that is no word of the lexicon, with a capital or long enough to be no accident. */
  #isName(key: string, start: number): boolean {
    return (
      key.length > 4 &&
      this.#vocabulary.meaningsOf(key) === undefined &&
      !this.#vocabulary.ordinaryWords.has(key) &&
      (this.#isCapital(start) || key.length > 6)
    )
  }

  /** `V3` or `70B` that leans on a model named before. */
  #leaningName(place: number): Phrase | undefined {
    const last = this.#lastModel
    const { folded } = this.#question
    const word = /^[a-z]?[\w.]{1,12}/.exec(folded.slice(place, place + 14))?.[0]
    if (last === undefined || word === undefined || !/\d/.test(word)) return undefined
    if (!isWordEnd(this.#question, place + word.length) || !this.#isJoined(place)) return undefined
    const found = this.#vocabulary.models.inLineOf(last, word)
    return found === undefined
      ? undefined
      : this.#phrase(place, place + word.length, { models: found.models.slice(0, 1) })
  }

  /** Right after "and", "or", a comma or a slash. */
  #isJoined(place: number): boolean {
    const before = this.phrases.at(-1)
    const model = this.phrases.at(-2)
    const between = this.#question.folded.slice(before?.end ?? 0, place).trim()
    if (between !== '') return false
    // `DeepSeek R1`, `Qwen3 的 235B`, `R1 和 V3`.
    if (before?.family !== undefined) return true
    if (model?.models === undefined) return false
    return before?.words === '的' || means(before, 'join') || means(before, 'ask', 'compare')
  }

  #deviceAt(place: number): Phrase | undefined {
    const { folded } = this.#question
    const alias = this.#wordAt(place)
    const name = alias?.meanings.find((meaning) => meaning.startsWith('deviceName:'))
    if (alias !== undefined && name !== undefined) {
      const said = /^\s*(\d+\b|[\da-z]+)?/.exec(folded.slice(alias.end, alias.end + 12))?.[0] ?? ''
      const bare = name.slice('deviceName:'.length)
      const tries = [
        [`${bare} ${said.trim()}`, said],
        [bare, bare.endsWith(said.trim()) ? said : ''],
      ] as const
      for (const [text, taken] of tries) {
        const device = this.#vocabulary.devices.named(text.trim())
        if (device !== undefined) return this.#phrase(place, alias.end + taken.length, { device })
      }
    }
    if (!isLatin(folded.charAt(place))) return undefined
    const found = this.#vocabulary.devices.at(folded, place)
    if (found === undefined) return undefined
    // `4090 tokens` and `2080 年` are no cards; a bare number is one only where it stands like one.
    const span = folded.slice(place, found.end)
    if (/^\d+$/.test(span) && !/^[1-9]0[5-9]0$/.test(span)) return undefined
    if (/^\d+$/.test(span) && this.#quantityAt(place)?.quantity?.unit !== undefined)
      return undefined
    return this.#phrase(place, found.end, { device: found })
  }

  #quantityAt(place: number): Phrase | undefined {
    const { folded } = this.#question
    const times = /^[x×*]\s*(\d{1,4})(?![\d.]*[a-z%])/.exec(folded.slice(place, place + 12))
    const active = /^a(\d{1,3}(?:\.\d)?)b(?![a-z\d])/.exec(folded.slice(place, place + 8))
    if (active !== null)
      return this.#phrase(place, place + active[0].length, {
        meanings: ['field:activeParams', 'concept:moe'],
      })
    if (times !== null)
      return this.#phrase(place, place + times[0].length, {
        quantity: { value: Number(times[1]), unit: 'card' },
      })
    const figure = readFigure(folded, place)
    if (figure !== undefined) return this.#withUnit(place, figure)
    const chinese = readChineseFigure(folded, place)
    if (chinese === undefined) return undefined
    const phrase = this.#withUnit(place, chinese)
    return phrase.quantity?.unit === undefined ? undefined : phrase
  }

  #withUnit(place: number, { quantity, end }: ReadQuantity): Phrase {
    const { folded } = this.#question
    let from = end
    while (/[\s-]/.test(folded.charAt(from))) from += 1
    const unit = quantity.date === undefined ? this.#unitAt(from) : undefined
    return unit === undefined
      ? this.#phrase(place, end, { quantity })
      : this.#phrase(place, unit.end, { quantity: { ...quantity, unit: unit.unit } })
  }

  #unitAt(place: number): { unit: string; end: number } | undefined {
    if (/^[x×*]\s*[a-z]/.test(this.#question.folded.slice(place, place + 6)))
      return { unit: 'card', end: place + 1 }
    for (const [key, end] of keysAt(this.#question, place, 24)) {
      const unit = this.#vocabulary
        .meaningsOf(key)
        ?.find((meaning) => meaning.startsWith('unit:'))
        ?.slice('unit:'.length)
      if (unit !== undefined && !aroundNumbers.has(unit)) return { unit, end }
    }
    return undefined
  }

  /** Puts what nothing is known about together, a run of letters at once. */
  #loosen(place: number): number {
    const { folded } = this.#question
    this.#looseFrom ??= place
    if (!isLatin(folded.charAt(place))) return place + 1
    let end = place + 1
    while (isLatin(folded.charAt(end)) || /[.'-]/.test(folded.charAt(end))) end += 1
    return end
  }

  #closeLoose(end: number): void {
    const start = this.#looseFrom
    this.#looseFrom = undefined
    if (start === undefined) return
    const words = this.#question.text.slice(start, end).trim()
    if (!/[\p{L}\p{N}]/u.test(words)) return
    const corrected = this.#misspelt(start, end)
    if (corrected === undefined && this.unknown.length < unknownMax) this.unknown.push(words)
    else if (corrected !== undefined) this.phrases.push(corrected)
  }

  /** A name one letter off, or two of a long one. Few are tried: comparing costs more than all else. */
  #misspelt(start: number, end: number): Phrase | undefined {
    const { at, compact } = this.#question
    const key = compact.slice(at[start] ?? 0, at[end] ?? 0)
    if (key.length < 5 || key.length > 30 || !/^[a-z]/.test(key) || this.#spellingsTried >= 4)
      return undefined
    this.#spellingsTried += 1
    const allowed = key.length > 8 ? 2 : 1
    let best: NamedModels | undefined
    let nearest = allowed + 1
    for (const [name, named] of this.#vocabulary.models.near(key)) {
      const far = distance(key, name)
      if (far < nearest) [best, nearest] = [named, far]
    }
    if (best === undefined) return undefined
    this.#lastModel = best.models[0]
    return this.#phrase(start, end, {
      models: best.models,
      ...(best.family === undefined ? {} : { family: best.family }),
    })
  }
}

/** `-instruct`, `-GGUF`, `-Q4_K_M`. */
function isHarmless(rest: string): boolean {
  return /^[-_](instruct|it|hf|gguf|awq|gptq|fp8|bf16|mlx|base|i?q\d\w*|series|class|level)\b/.test(
    rest,
  )
}
