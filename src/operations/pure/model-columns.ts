import type { CatalogueEntry } from '../../facts/catalogue/catalogue-entry.ts'
import { longestContext, lowestPrice, reasoningModes } from '../../selection/gates.ts'
import { knownActive } from './model-filters.ts'

type SortValue = string | number | undefined

/** How a model thinks, least first; undefined where nobody says. */
export function thinkingOf({ reasoning }: CatalogueEntry): Thinking | undefined {
  if (reasoning === undefined) return undefined
  const modes = reasoningModes(reasoning)
  if (!modes.includes('on')) return 'off'
  return modes.includes('off') ? 'switchable' : 'on'
}
export const thinkingModes = ['off', 'switchable', 'on'] as const
type Thinking = (typeof thinkingModes)[number]

/** What each column is sorted by. Names without regard to case, tools and thinking from less to more. */
const sortValues = {
  id: ({ id }) => id,
  developer: ({ developer }) => developer?.toLowerCase(),
  totalParams: ({ totalParams }) => totalParams,
  activeParams: knownActive,
  contextLength: longestContext,
  licence: ({ licence }) => licence?.toLowerCase(),
  releaseDate: ({ releaseDate }) => releaseDate,
  reasoning: (entry) => {
    const thinking = thinkingOf(entry)
    return thinking === undefined ? undefined : thinkingModes.indexOf(thinking)
  },
  tools: ({ tools }) => (tools === undefined ? undefined : Number(tools)),
  languages: ({ languages }) => languages?.length,
  price: lowestPrice,
} as const satisfies Record<string, (entry: CatalogueEntry) => SortValue>

export type ModelColumn = keyof typeof sortValues

export const modelColumns = [
  'id',
  'developer',
  'totalParams',
  'activeParams',
  'contextLength',
  'licence',
  'releaseDate',
  'reasoning',
  'tools',
  'languages',
  'price',
] as const satisfies readonly ModelColumn[]

/** Shorter names, as the table's titles have them. */
export const columnAliases: Readonly<Record<string, ModelColumn>> = {
  total: 'totalParams',
  size: 'totalParams',
  active: 'activeParams',
  context: 'contextLength',
  license: 'licence',
  released: 'releaseDate',
  date: 'releaseDate',
  thinking: 'reasoning',
}

/** Sorted by a column, ids from a to z where it is the same; unknown values last whichever way it goes. */
export function sortedModels(
  entries: readonly CatalogueEntry[],
  column: ModelColumn,
  descending: boolean,
): CatalogueEntry[] {
  const read: (entry: CatalogueEntry) => SortValue = sortValues[column]
  const direction = descending ? -1 : 1
  const keys = entries.map(read)
  const ids = entries.map(({ id }) => id)
  const order = entries.map((_, at) => at)
  order.sort((a, b) => {
    const one = keys[a]
    const other = keys[b]
    if (one === other) return (ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1
    if (one === undefined) return 1
    if (other === undefined) return -1
    return (one < other ? -1 : 1) * direction
  })
  return order.flatMap((at) => entries[at] ?? [])
}
