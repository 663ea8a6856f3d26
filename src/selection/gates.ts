import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import { lowestOutputPrice } from '../facts/catalogue/price-lines.ts'
import type { LicenceUse } from '../facts/licences/licence-use.ts'
import type { LicenceVerdict } from '../facts/licences/licence-verdict.ts'
import type { Knowledge } from './knowledge.ts'
import { licenceChange } from './licence-change.ts'
import { normalLanguage } from './normal-language.ts'
import type { FullRequirements } from './requirements.ts'

/** What kept a model out. The closed list that other programs rely on. */
export const bindings = [
  'memory',
  'speed',
  'licence',
  'language',
  'modality',
  'tools',
  'reasoning',
  'context',
  'gated',
  'country',
  'size',
  'age',
  'price',
  'engine',
  'evidence',
  'dominated',
] as const
export type Binding = (typeof bindings)[number]

/** One change of one field of the request; `to` undefined means: leave the requirement out. */
export interface Change {
  readonly field: string
  readonly from?: string | number | boolean | undefined
  readonly to?: string | number | boolean | undefined
}

export interface Refusal {
  readonly binding: Binding
  readonly smallestChange: readonly Change[]
  /** Message code and values that say it in words. */
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

/** A refusal that no number and no change belongs to. */
export function plainRefusal(binding: Binding, code: string): Refusal {
  return { binding, code, values: {}, smallestChange: [] }
}

type Gate = (entry: CatalogueEntry, needs: FullRequirements) => Refusal | undefined

function refuse(
  binding: Binding,
  code: string,
  smallestChange: readonly Change[],
  values: Readonly<Record<string, string | number>> = {},
): Refusal {
  return { binding, code: `refused.${code}`, smallestChange, values }
}

/** The longest context a model is made for, extension by its maker's method included; undefined where unknown. */
export function longestContext(entry: CatalogueEntry): number | undefined {
  const { contextLengthNative: native, contextLengthExtended: extended } = entry
  if (native === undefined && extended === undefined) return undefined
  return Math.max(native ?? 0, extended?.contextLength ?? 0)
}

/** Does a listed language cover a wanted one? A list that says only `zh` covers both scripts, as its maker leaves it open. */
export function coversLanguage(listed: readonly string[], wanted: string): boolean {
  return listed.some((tag) => {
    const normal = normalLanguage(tag)
    if (normal === wanted) return true
    return wanted === 'zh' ? normal.startsWith('zh-') : normal === 'zh' && wanted.startsWith('zh-')
  })
}

const licence = (verdictOf: Knowledge['licenceVerdict']): Gate => {
  return (entry, { licenceUse }) => {
    if (licenceUse === undefined) return undefined
    const verdictFor = (use: LicenceUse) => verdictOf(entry, use)?.verdict
    if (entry.licence === undefined)
      return refuse('evidence', 'licenceUnknown', [
        { field: 'licenceUse', from: JSON.stringify(licenceUse), to: undefined },
      ])
    const verdict = verdictFor(licenceUse)
    if (isOpen(verdict)) return undefined
    const change = licenceChange(licenceUse, (use) => isOpen(verdictFor(use)))
    return refuse('licence', verdict === 'not-allowed' ? 'licence' : 'licenceUnclear', change, {
      licence: entry.licence,
    })
  }
}

function isOpen(verdict: LicenceVerdict['verdict'] | undefined): boolean {
  return verdict === 'allowed' || verdict === 'with-duties'
}

const language: Gate = (entry, needs) => {
  for (const wanted of needs.languages ?? []) {
    const change = [{ field: 'languages', from: wanted, to: undefined }]
    if (entry.languages === undefined)
      return refuse('evidence', 'languagesUnknown', change, { language: wanted })
    if (!coversLanguage(entry.languages, wanted))
      return refuse('language', 'language', change, {
        language: wanted,
        listed: entry.languages.join(', '),
      })
  }
  return undefined
}

const modality: Gate = (entry, needs) => {
  // Embedding models and speech synthesizers answer nobody in words; no requirement could let them in.
  if (entry.modalitiesOutput !== undefined && !entry.modalitiesOutput.includes('text'))
    return refuse('modality', 'noText', [], { modality: entry.modalitiesOutput.join(', ') })
  for (const wanted of needs.modalities ?? []) {
    if (wanted === 'text') continue
    if (!(entry.modalitiesInput ?? ['text']).includes(wanted))
      return refuse(
        'modality',
        'modality',
        [{ field: 'modalities', from: wanted, to: undefined }],
        { modality: wanted },
      )
  }
  return undefined
}

const tools: Gate = (entry, needs) => {
  if (needs.tools !== true || entry.tools === true) return undefined
  const change = [{ field: 'tools', from: true, to: false }]
  return entry.tools === false
    ? refuse('tools', 'tools', change)
    : refuse('evidence', 'toolsUnknown', change)
}

const reasoning: Gate = (entry, needs) => {
  if (needs.reasoning === 'any') return undefined
  const change = [{ field: 'reasoning', from: needs.reasoning, to: 'any' }]
  if (entry.reasoning === undefined) return refuse('evidence', 'reasoningUnknown', change)
  const can = reasoningModes(entry.reasoning)
  return can.includes(needs.reasoning)
    ? undefined
    : refuse('reasoning', 'reasoning', change, { reasoning: needs.reasoning })
}

/**
 * Ways to think that a switch offers. An effort or a budget can be lowered; it can be put out only where the recipe has a
 * level or value that does so: Hy3's `no_think` is one, gpt-oss has none.
 */
export function reasoningModes(
  recipe: NonNullable<CatalogueEntry['reasoning']>,
): readonly ('on' | 'off' | 'switchable')[] {
  if (recipe.kind === 'none') return ['off']
  if (recipe.kind === 'always') return ['on']
  const isGraded = recipe.kind === 'effort' || recipe.kind === 'budget'
  return isGraded && recipe.off === undefined ? ['on'] : ['on', 'off', 'switchable']
}

const context: Gate = (entry, needs) => {
  const longest = longestContext(entry)
  if (longest === undefined) return refuse('evidence', 'contextUnknown', [])
  if (needs.contextPerUser <= longest) return undefined
  return refuse(
    'context',
    'context',
    [{ field: 'contextPerUser', from: needs.contextPerUser, to: longest }],
    {
      contextLength: longest,
    },
  )
}

const gated: Gate = (entry, needs) => {
  if (needs.ungated !== true || entry.gated === false) return undefined
  const change = [{ field: 'ungated', from: true, to: false }]
  return entry.gated === true
    ? refuse('gated', 'gated', change)
    : refuse('evidence', 'gatedUnknown', change)
}

const country: Gate = (entry, needs) => {
  const excluded = (needs.developerCountriesExcluded ?? []).map((code) => code.toUpperCase())
  if (excluded.length === 0) return undefined
  const from = excluded.join(',')
  if (entry.developerCountry === undefined)
    return refuse('evidence', 'countryUnknown', [
      { field: 'developerCountriesExcluded', from, to: undefined },
    ])
  if (!excluded.includes(entry.developerCountry)) return undefined
  const to = excluded.filter((code) => code !== entry.developerCountry).join(',')
  return refuse('country', 'country', [{ field: 'developerCountriesExcluded', from, to }], {
    country: entry.developerCountry,
  })
}

const size: Gate = (entry, needs) => {
  const { maxTotalParams, minTotalParams, maxActiveParams } = needs
  const total = entry.totalParams
  const limits = [
    { field: 'maxTotalParams', limit: maxTotalParams, value: total, above: true },
    { field: 'minTotalParams', limit: minTotalParams, value: total, above: false },
    {
      field: 'maxActiveParams',
      limit: maxActiveParams,
      value: entry.activeParams ?? total,
      above: true,
    },
  ]
  for (const { field, limit, value, above } of limits) {
    if (limit === undefined) continue
    if (value === undefined)
      return refuse('evidence', 'sizeUnknown', [{ field, from: limit, to: undefined }])
    if (above ? value > limit : value < limit)
      return refuse('size', 'size', [{ field, from: limit, to: value }], { params: value })
  }
  return undefined
}

const age: Gate = (entry, needs) => {
  if (needs.releasedAfter === undefined) return undefined
  const from = needs.releasedAfter
  if (entry.releaseDate === undefined)
    return refuse('evidence', 'releaseUnknown', [{ field: 'releasedAfter', from, to: undefined }])
  if (entry.releaseDate > from) return undefined
  return refuse(
    'age',
    'age',
    [{ field: 'releasedAfter', from, to: dayBefore(entry.releaseDate) }],
    {
      releaseDate: entry.releaseDate,
    },
  )
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)
}

const price: Gate = (entry, needs) => {
  if (needs.maxPriceUsdPerMillionTokens === undefined) return undefined
  const lowest = lowestPrice(entry)
  const from = needs.maxPriceUsdPerMillionTokens
  if (lowest === undefined)
    return refuse('evidence', 'priceUnknown', [
      { field: 'maxPriceUsdPerMillionTokens', from, to: undefined },
    ])
  if (lowest <= from) return undefined
  return refuse('price', 'price', [{ field: 'maxPriceUsdPerMillionTokens', from, to: lowest }], {
    price: lowest,
  })
}

/** Output price of the cheapest provider that asks for money, USD per million tokens. */
export function lowestPrice(entry: CatalogueEntry): number | undefined {
  return entry.lowestPrice ?? lowestOutputPrice(entry.prices ?? [])
}

/** Everything that rules a model out whatever the hardware, in the order of the gates. */
export function refusalsOf(
  entry: CatalogueEntry,
  needs: FullRequirements,
  verdictOf: Knowledge['licenceVerdict'],
): Refusal[] {
  const gates: readonly Gate[] = [
    licence(verdictOf),
    language,
    modality,
    tools,
    reasoning,
    context,
    gated,
    country,
    size,
    age,
    price,
  ]
  return gates.flatMap((gate) => gate(entry, needs) ?? [])
}
