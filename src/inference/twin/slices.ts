/** The blocks of a model as far as choosing slices needs them; one entry per block in each list. */
export interface BlockList {
  /** Which blocks are shaped alike. */
  readonly kinds: readonly number[]
  /** Which blocks of a kind have their tensors in the same types: recipes give some blocks more bits. */
  readonly variants: readonly string[]
  /** What blocks keep of the past: a slice without one of these makes the engine fail (llama-memory-hybrid.cpp). */
  readonly memories: readonly string[]
  /** The file says of each block what it is, so that any order will do. */
  readonly orderIsFree: boolean
}

/** A file to be made: source blocks in order, the last of them of the kind of the model's last block where it can be. */
export type Slice = readonly number[]

/** Longest period of kinds that is looked for, and the longest worth keeping where the order is free. */
const periodMax = 16
const shortPeriod = 6
/** Blocks at the start that may be other than the rest. */
const leadingMax = 4

/**
 * Slices of a model of which every kind of block can be told apart: the smallest that has each kind, and one more for
 * each kind with `more` blocks of it added. Where kinds come in turns by the number of the block, which llama.cpp has
 * in its code for many families (`set_swa_pattern`), every slice begins as the model does. A recipe's variants of a kind
 * are drawn in the model's own proportion.
 * @param more blocks added to tell a kind from the rest
 * @param least of the last block's kind
 */
export function chooseSlices(blocks: BlockList, more: number, least = 2): Slice[] {
  const turns = turnsOf(blocks.kinds)
  const asTheModel = turns === undefined ? [] : prefixes(blocks, turns, more)
  const isFree = turns === undefined || (blocks.orderIsFree && turns.period > shortPeriod)
  const isKnown = spans(
    asTheModel.map((pattern) => designRow(pattern, blocks.kinds)),
    designRow(blocks.kinds, blocks.kinds),
  )
  const patterns = isFree || !isKnown ? freePatterns(blocks, more, least) : asTheModel
  return patterns.map((pattern) => drawBlocks(pattern, blocks))
}

/** The period of kinds behind a few leading blocks; undefined where there are no turns. */
function turnsOf(kinds: readonly number[]): { leading: number; period: number } | undefined {
  for (let leading = 0; leading <= Math.min(leadingMax, kinds.length); leading += 1) {
    const rest = kinds.slice(leading)
    for (let period = 1; period <= Math.min(periodMax, Math.floor(rest.length / 2)); period += 1)
      if (rest.every((kind, index) => index < period || kind === rest[index - period]))
        return period === 1 ? undefined : { leading, period }
  }
  return undefined
}

/** Lengths of prefixes: the shortest that tell the kinds apart, each ending like the model where one does. */
function prefixes(
  { kinds, memories }: BlockList,
  { leading, period }: { leading: number; period: number },
  more: number,
): number[][] {
  const last = kinds.at(-1)
  const memoryCount = new Set(memories).size
  const endsAlike = (length: number) =>
    kinds[length - 1] === last && new Set(memories.slice(0, length)).size === memoryCount
  const longest = Math.min(
    kinds.length,
    leading + period * (1 + Math.max(1, Math.ceil(more / period))) + 1,
  )
  const lengths = Array.from({ length: longest }, (_, index) => index + 1).filter(endsAlike)
  const chosen: number[] = []
  const target = designRow(kinds, kinds)
  for (const length of lengths) {
    const known = chosen.map((one) => designRow(kinds.slice(0, one), kinds))
    const row = designRow(kinds.slice(0, length), kinds)
    const isSpanned = known.length > 1 && spans(known, target)
    if (!isSpanned && (known.length === 0 || !spans(known, row))) chosen.push(length)
  }
  // The longest of the same ending makes the differences large against the noise, where there is room for it.
  const longer = lengths.filter((length) => length > (chosen.at(-1) ?? 0)).at(-1)
  if (more > 1 && longer !== undefined && chosen.length > 1) {
    const replaced = [...chosen.slice(0, -1), longer]
    const rows = replaced.map((one) => designRow(kinds.slice(0, one), kinds))
    if (spans(rows, target)) return replaced.map((length) => kinds.slice(0, length))
  }
  return chosen.map((length) => kinds.slice(0, length))
}

/** A constant and how many blocks of each kind. */
function designRow(slice: readonly number[], kinds: readonly number[]): number[] {
  const distinct = [...new Set(kinds)]
  return [1, ...distinct.map((kind) => slice.filter((one) => one === kind).length)]
}

/** Whether a row is a combination of others (Gram-Schmidt). */
export function spans(rows: readonly (readonly number[])[], row: readonly number[]): boolean {
  const basis: number[][] = []
  const reduce = (vector: readonly number[]) => {
    let rest = [...vector]
    for (const one of basis) {
      const along = dot(rest, one)
      rest = rest.map((value, index) => value - along * (one[index] ?? 0))
    }
    return rest
  }
  for (const one of rows) {
    const rest = reduce(one)
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-9 * Math.sqrt(dot(one, one))) basis.push(rest.map((value) => value / length))
  }
  const rest = reduce(row)
  return Math.sqrt(dot(rest, rest)) < 1e-6 * Math.sqrt(dot(row, row))
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}

/**
 * One of each kind (as many as it has variants), then for each kind the same with more of it. Of the last kind there are
 * two at least: of a prompt the last block works on the rows alone that are asked for, so that it shows nothing by itself.
 */
function freePatterns({ kinds, variants }: BlockList, more: number, least: number): number[][] {
  const distinct = [...new Set(kinds)]
  const count = (kind: number) => kinds.filter((one) => one === kind).length
  const variantCount = (kind: number) =>
    Math.min(2, new Set(variants.filter((_, index) => kinds[index] === kind)).size)
  const fewest = new Map(
    distinct.map((kind) => [
      kind,
      Math.min(count(kind), Math.max(variantCount(kind), kind === kinds.at(-1) ? least : 1)),
    ]),
  )
  const patterns = [patternOf(kinds, fewest)]
  for (const kind of distinct) {
    const few = fewest.get(kind) ?? 1
    const step = variantCount(kind)
    const added = Math.min(count(kind) - few, Math.max(step, step * Math.floor(more / step)))
    // All there is of a kind is in the smallest slice already: nothing is to be told apart.
    if (added > 0) patterns.push(patternOf(kinds, new Map([...fewest, [kind, few + added]])))
  }
  return patterns
}

/** So many blocks of each kind in the order of the model, the last block's kind at the end. */
function patternOf(kinds: readonly number[], counts: ReadonlyMap<number, number>): number[] {
  const left = new Map(counts)
  const last = kinds.at(-1) ?? 0
  left.set(last, (left.get(last) ?? 1) - 1)
  const pattern: number[] = []
  for (const kind of kinds) {
    const rest = left.get(kind) ?? 0
    if (rest === 0) continue
    pattern.push(kind)
    left.set(kind, rest - 1)
  }
  return [...pattern, last]
}

/** Source blocks for a pattern of kinds; variants in the model's proportion, the last block's at the end. */
function drawBlocks(pattern: readonly number[], { kinds, variants }: BlockList): Slice {
  const lastBlock = kinds.length - 1
  const drawn = new Map<string, number>()
  const blockOf = (kind: number, variant: string) =>
    kinds.findIndex((one, index) => one === kind && variants[index] === variant)
  const draw = (kind: number, variant: string) => {
    const key = `${kind} ${variant}`
    drawn.set(key, (drawn.get(key) ?? 0) + 1)
    return blockOf(kind, variant)
  }
  const endsAlike = pattern.at(-1) === kinds[lastBlock]
  const last = endsAlike ? draw(kinds[lastBlock] ?? 0, variants[lastBlock] ?? '') : undefined
  const rest = (endsAlike ? pattern.slice(0, -1) : pattern).map((kind, index, all) => {
    const ofKind = all.slice(0, index + 1).filter((one) => one === kind).length
    return draw(kind, mostWanted(kind, ofKind + (kind === pattern.at(-1) ? 1 : 0), drawn))
  })
  return last === undefined ? rest : [...rest, lastBlock]

  function mostWanted(kind: number, total: number, soFar: ReadonlyMap<string, number>): string {
    const ofKind = variants.filter((_, index) => kinds[index] === kind)
    let best = { variant: ofKind[0] ?? '', lack: Number.NEGATIVE_INFINITY }
    for (const variant of new Set(ofKind)) {
      const share = ofKind.filter((one) => one === variant).length / ofKind.length
      const lack = share * total - (soFar.get(`${kind} ${variant}`) ?? 0)
      if (lack > best.lack + 1e-9) best = { variant, lack }
    }
    return best.variant
  }
}
