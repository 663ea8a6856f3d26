import type { Claim } from '../claim.ts'
import { configFromGguf } from '../gguf/config-from-gguf.ts'
import type { GgufValue } from '../gguf/gguf-values.ts'
import { type ModelRecord, modelRecordSchema, type PublishedConfig } from '../model-record.ts'
import type { FoundModel, ModelCard } from './found-model.ts'
import { importedModelId } from './imported-model-id.ts'

/** Source of every claim of an imported record; where it was read stands in the claim's locator. */
const source = 'import'

export interface ImportedTotals {
  readonly totalParams?: number
  readonly storedParams?: number
  readonly otherTowersParams?: number
}

interface Making {
  readonly id?: string | undefined
  /** Name for people. */
  readonly name?: string | undefined
  /** Day of the release, by the user. */
  readonly released?: string | undefined
  /** Day of the import. */
  readonly date: string
  readonly totals: ImportedTotals
  /** What the shape gives, where no file says a total. */
  readonly derivedTotal?: number | undefined
}

/** The config.json of what was found: its own, or the one that its GGUF header was made from. */
export function configOf(found: FoundModel): PublishedConfig | undefined {
  return found.config ?? (found.gguf === undefined ? undefined : configFromGguf(found.gguf))
}

/**
 * A record like those of the catalogue, from what was found. Only what the files and the card say goes in; every claim
 * names where it was read. What nobody says stays unknown.
 */
export function importedRecord(found: FoundModel, making: Making): ModelRecord {
  const provenance = {
    source,
    locator: found.from.slice(0, 500),
    date: making.date,
    ...(found.revision === undefined ? {} : { revision: found.revision }),
  }
  const vendor = <T>(value: T | undefined): Claim<T>[] | undefined =>
    value === undefined ? undefined : [{ value, by: 'vendor', ...provenance }]
  const card = { ...cardOfHeader(found), ...found.card }
  const config = configOf(found)
  const { totals } = making
  const facts = {
    config: config === undefined ? undefined : vendor(essential(config)),
    repository: vendor(found.repository),
    developer: vendor(found.repository?.split('/')[0]),
    contextLengthNative: vendor(positive(innermost(config, 'max_position_embeddings'))),
    totalParams:
      vendor(totals.totalParams) ??
      (making.derivedTotal === undefined
        ? undefined
        : [{ value: making.derivedTotal, by: 'computed', ...provenance }]),
    storedParams: vendor(totals.storedParams),
    otherTowersParams: vendor(positive(totals.otherTowersParams)),
    licence: vendor(card.licence),
    languages: vendor(card.languages),
    baseModel: vendor(card.baseModel),
    gated: vendor(card.gated),
    releaseDate: releaseClaims(making, vendor(card.releaseDate)),
  }
  const id = making.id ?? importedModelId(found.repository ?? found.name)
  return modelRecordSchema.parse({
    id,
    status: 'open-weights',
    names: {
      en: making.name ?? found.name,
      aliases: found.repository === undefined ? [] : [found.repository],
    },
    facts: Object.fromEntries(Object.entries(facts).filter(([, claims]) => claims !== undefined)),
  })
}

/**
 * What the user tells counts before the day on which the Hub's repository was made, which is kept beside it: both are
 * said by others than the maker, and among equals the first counts.
 */
function releaseClaims(
  { released, date }: Making,
  ofCard: Claim<string>[] = [],
): Claim<string>[] | undefined {
  const others = ofCard.map((claim) => ({ ...claim, by: 'independent' as const }))
  if (released === undefined) return others.length === 0 ? undefined : ofCard
  const told = { value: released, by: 'independent', source, locator: '--released', date } as const
  return [told, ...others]
}

/** Long lists in a config are vocabularies, label names and module lists: no shape needs them. */
function essential(config: PublishedConfig): PublishedConfig {
  const kept: PublishedConfig = {}
  for (const [field, value] of Object.entries(config)) {
    if (
      field === '__proto__' ||
      /^(id2label|label2id|quantization_config|task_specific_params)$/.test(field)
    )
      continue
    if (JSON.stringify(value).length <= 20_000) kept[field] = value
  }
  return kept
}

function innermost(config: PublishedConfig | undefined, field: string): unknown {
  const text = config?.text_config
  const inner =
    typeof text === 'object' && text !== null && !Array.isArray(text) ? text[field] : undefined
  return inner ?? config?.[field]
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** What the metadata of a GGUF header says as a card does. */
function cardOfHeader({ gguf }: FoundModel): ModelCard {
  if (gguf === undefined) return {}
  const text = (key: string): string | undefined => {
    const value = gguf.metadata.get(key)
    return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
  }
  const licence = text('general.license.name') ?? text('general.license')
  const languages = languageTags(gguf.metadata.get('general.languages'))
  const baseModel = text('general.base_model.0.repo_url')?.replace(
    /^https:\/\/huggingface\.co\//,
    '',
  )
  return {
    ...(licence === undefined ? {} : { licence: licence.toLowerCase() }),
    ...(languages === undefined ? {} : { languages }),
    ...(baseModel === undefined ? {} : { baseModel }),
  }
}

function languageTags(value: GgufValue | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const tags = value.map(String).filter(isLanguageTag)
  return tags.length === 0 ? undefined : tags
}

/** Cards write anything into the list of languages ("multilingual", "code"); only tags are kept. */
export function isLanguageTag(text: string): boolean {
  return /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(text)
}
