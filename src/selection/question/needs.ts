import type { Assumption, Requirements } from '../requirements.ts'
import type { Phrase } from './phrase.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Value = string | number | boolean | readonly string[]

/** One thing that was understood: a field of the requirements or of the devices, with the words it came from. */
export interface Term {
  readonly field: string
  readonly value: Value
  readonly words: string
}

/** What narrows the models down besides requirements: a kind of licence, a country, a mechanism. */
export interface Filters {
  readonly licences: string[]
  readonly licencesExcluded: string[]
  openSource?: boolean
  /** ISO 3166 codes, or `EU`. */
  readonly countries: string[]
  readonly mechanisms: ('mamba' | 'moe' | 'dense' | 'embedding')[]
}

/** Gathers what a question asks for, and notices where two things cannot both hold. */
export class Needs {
  readonly requirements: Mutable<Requirements> = {}
  readonly terms: Term[] = []
  readonly assumptions: Assumption[] = []
  readonly contradictions: (readonly [Term, Term])[] = []
  readonly filters: Filters = {
    licences: [],
    licencesExcluded: [],
    countries: [],
    mechanisms: [],
  }

  /** Sets a field; a second, other value of it is a contradiction. */
  set<K extends keyof Requirements>(field: K, value: NonNullable<Requirements[K]>, words: string) {
    const before = this.terms.find((term) => term.field === field)
    if (before !== undefined) {
      if (JSON.stringify(this.requirements[field]) === JSON.stringify(value)) return
      this.contradict(before, { field, value: shown(value), words })
      return
    }
    this.requirements[field] = value
    this.term(field, shown(value), words)
  }

  /** Of two upper limits the lower counts, of two lower ones the higher. */
  limit(
    field: 'maxTotalParams' | 'minTotalParams' | 'maxActiveParams',
    value: number,
    words: string,
  ): void {
    const before = this.requirements[field]
    const isTighter = field === 'minTotalParams' ? Math.max : Math.min
    this.requirements[field] = before === undefined ? value : isTighter(before, value)
    this.term(field, value, words)
  }

  /** Adds to a list. */
  add(
    field: 'languages' | 'developerCountriesExcluded' | 'only' | 'exclude',
    value: string,
    words: string,
  ): void {
    const list = this.requirements[field] ?? []
    if (!list.includes(value)) this.requirements[field] = [...list, value]
    this.term(field, value, words)
  }

  use(part: NonNullable<Requirements['licenceUse']>, phrase: Phrase): void {
    const before = this.requirements.licenceUse
    const field = 'licenceUse'
    const term = { field, value: JSON.stringify(part), words: phrase.words }
    if (
      part.commercial !== undefined &&
      before?.commercial !== undefined &&
      before.commercial !== part.commercial
    ) {
      const first = this.terms.find((one) => one.field === field)
      if (first !== undefined) this.contradict(first, term)
      return
    }
    const actions = [...new Set([...(before?.actions ?? []), ...(part.actions ?? [])])]
    const territories = [...new Set([...(before?.territories ?? []), ...(part.territories ?? [])])]
    this.requirements.licenceUse = {
      ...before,
      ...part,
      ...(actions.length === 0 ? {} : { actions }),
      ...(territories.length === 0 ? {} : { territories }),
    }
    this.terms.push(term)
  }

  term(field: string, value: Value, words: string): void {
    if (
      !this.terms.some((one) => one.field === field && one.words === words && one.value === value)
    )
      this.terms.push({ field, value, words })
  }

  assume(code: string, values: Assumption['values']): void {
    if (!this.assumptions.some((one) => one.code === code)) this.assumptions.push({ code, values })
  }

  contradict(first: Term, second: Term): void {
    if (first.words !== second.words || first.field !== second.field)
      this.contradictions.push([first, second])
  }
}

function shown(value: unknown): Value {
  return typeof value === 'object' ? JSON.stringify(value) : (value as Value)
}
