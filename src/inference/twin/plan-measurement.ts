import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../../facts/architecture.ts'
import { type BlockList, chooseSlices, type Slice } from './slices.ts'
import { planTwin, type TwinPlan, variantsOf } from './twin-tensors.ts'
import { writtenBytes } from './write-twin.ts'

export interface MeasurementRequest {
  /** What errors call the model. */
  readonly name: string
  readonly architecture: Architecture
  readonly quantization: string
  /** Leave the vocabulary out: embedding and head are calculated instead of measured. */
  readonly layersOnly: boolean
}

export interface Resources {
  readonly freeMemoryBytes: number
  readonly freeDiskBytes: number
}

/** One file to be made and run. */
export interface PlannedFile {
  readonly slice: Slice
  readonly plan: TwinPlan
  /** A constant, and how much of each kind of block is in it, by weights: what decoding costs. */
  readonly decodeRow: readonly number[]
  /** The same without the last block, whose network of a prompt works on the last row alone. */
  readonly prefillRow: readonly number[]
}

export interface MeasurementPlan {
  readonly files: readonly PlannedFile[]
  /** What the whole model has of it. */
  readonly decodeTarget: readonly number[]
  readonly prefillTarget: readonly number[]
  readonly writtenBytes: number
  /** Bytes of memory that the files and their repacked copies take. */
  readonly memoryBytes: number
  readonly reductions: readonly { readonly code: string; readonly values: Record<string, number> }[]
}

/** Files are kept below this together, if need be by fewer experts. */
const comfortableBytes = 2.6e9
/** Weights lie in memory twice where the CPU's kernels want them in another order, and contexts come on top. */
const memoryPerByte = 2
const contextBytes = 1.2e9
/** Blocks added to tell them from the rest; fewer where they are large. */
const moreChoices = [4, 2, 1] as const
const smallVocabulary = 4096
/** Families that add something behind their first three blocks, to every row, which the last block does not have any more. */
const leastBlocks: Readonly<Record<string, number>> = { qwen3vl: 4, qwen3vlmoe: 4 }

/**
 * What has to be made to measure a model: as many blocks and experts as disk and memory allow. Throws `cannot_measure`
 * where the smallest that shows anything is too large, where llama.cpp has no such model, or where it has an encoder.
 */
export function planMeasurement(
  request: MeasurementRequest,
  resources: Resources,
): MeasurementPlan {
  const { architecture, name } = request
  if (architecture.engineName === undefined)
    throw new TouchstoneError('cannot_measure', { model: name, problem: 'problem.measure.unknown' })
  if (architecture.encoderLayers.length > 0)
    throw new TouchstoneError('cannot_measure', { model: name, problem: 'problem.measure.encoder' })
  const blocks = blockList(request)
  const whole = wholeModel(request, blocks)
  if (whole.writtenBytes <= comfortableBytes / 3 && fits(whole, resources)) return whole
  let smallest: MeasurementPlan | undefined
  for (const [of, more] of choicesOf(blocks)) {
    smallest = withExperts(
      request,
      blocks,
      chooseSlices(of, more, leastBlocks[architecture.engineName] ?? 2),
      resources,
    )
    if (smallest.writtenBytes <= comfortableBytes && fits(smallest, resources)) return smallest
  }
  if (smallest !== undefined && fits(smallest, resources)) return smallest
  throw new TouchstoneError('cannot_measure', {
    model: name,
    problem: 'problem.measure.room',
    disk: Math.ceil((smallest?.writtenBytes ?? 0) / 1e9),
    memory: Math.ceil((smallest?.memoryBytes ?? 0) / 1e9),
    freeDisk: Math.floor(resources.freeDiskBytes / 1e9),
    freeMemory: Math.floor(resources.freeMemoryBytes / 1e9),
  })
}

/** Ever smaller ones; at last without a recipe's mixture, whose blocks then count by their bytes alone. */
function choicesOf(blocks: Blocks): (readonly [BlockList, number])[] {
  const plain = { ...blocks, variants: blocks.variants.map(() => '') }
  return [...moreChoices.map((more) => [blocks, more] as const), [plain, 1]]
}

function fits({ writtenBytes, memoryBytes }: MeasurementPlan, resources: Resources): boolean {
  return (
    writtenBytes < 0.8 * resources.freeDiskBytes && memoryBytes < 0.8 * resources.freeMemoryBytes
  )
}

interface Blocks extends BlockList {
  readonly bytes: readonly number[]
}

function blockList({ architecture, quantization }: MeasurementRequest): Blocks {
  const distinct = [...new Set(architecture.layers)]
  const described = variantsOf(architecture, quantization)
  return {
    kinds: architecture.layers.map((layer) => distinct.indexOf(layer)),
    variants: described.map(({ variant }) => variant),
    bytes: described.map(({ bytes }) => bytes),
    memories: architecture.layers.map(({ attention, recurrent }) =>
      [attention === undefined ? '' : 'attention', recurrent?.kind ?? ''].join(' '),
    ),
    orderIsFree: orderedByFile.has(architecture.engineName ?? ''),
  }
}

/** Families of which the file says block by block what they are (lists of head counts, `recurrent_layers`). */
const orderedByFile = new Set([
  'deci',
  'granitehybrid',
  'jamba',
  'lfm2',
  'lfm2moe',
  'nemotron_h',
  'nemotron_h_moe',
  'plamo2',
  'qwen35',
  'qwen35moe',
  'qwen3next',
])

/** A small model needs no slices. */
function wholeModel(request: MeasurementRequest, blocks: Blocks): MeasurementPlan {
  return planOf(request, blocks, [blocks.kinds.map((_, index) => index)], Number.MAX_SAFE_INTEGER)
}

/** As many experts as keep the files comfortable, by halves of what can be taken away. */
function withExperts(
  request: MeasurementRequest,
  blocks: Blocks,
  slices: readonly Slice[],
  resources: Resources,
): MeasurementPlan {
  const experts = request.architecture.layers.flatMap((layer) => layer.experts ?? [])
  const full = planOf(request, blocks, slices, Number.MAX_SAFE_INTEGER)
  if (experts.length === 0 || (full.writtenBytes <= comfortableBytes && fits(full, resources)))
    return full
  let few = Math.max(...experts.map(({ usedCount }) => usedCount))
  let many = Math.max(...experts.map(({ count }) => count))
  let best = planOf(request, blocks, slices, few)
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2)
    const plan = planOf(request, blocks, slices, middle)
    if (plan.writtenBytes <= comfortableBytes && fits(plan, resources)) {
      few = middle
      best = plan
    } else many = middle
  }
  return best
}

function planOf(
  request: MeasurementRequest,
  blocks: Blocks,
  slices: readonly Slice[],
  expertCount: number,
): MeasurementPlan {
  const { architecture, quantization, layersOnly } = request
  const vocabularySize = layersOnly ? smallVocabulary : architecture.vocabularySize
  const whole = blocks.kinds.map((_, index) => index)
  const files = slices.map((slice): PlannedFile => {
    const plan = planTwin(architecture, quantization, {
      blocks: slice,
      expertCount,
      vocabularySize,
    })
    return { slice, plan, ...rowsOf(slice, blocks) }
  })
  const written = files.reduce((sum, { plan }) => sum + writtenBytes(plan), 0)
  const { decodeRow, prefillRow } = rowsOf(whole, blocks)
  return {
    files,
    decodeTarget: decodeRow,
    prefillTarget: prefillRow,
    writtenBytes: written,
    memoryBytes: memoryPerByte * written + contextBytes,
    reductions: reductionsOf(request, files, expertCount),
  }
}

/** Blocks of a kind count by their weights, so that a slice whose mixture is a little off stays right. */
function rowsOf(slice: Slice, { kinds, bytes }: Blocks) {
  const distinct = [...new Set(kinds)]
  const mean = (kind: number) => {
    const ofKind = bytes.filter((_, index) => kinds[index] === kind)
    return ofKind.reduce((sum, one) => sum + one, 0) / ofKind.length
  }
  const of = (some: Slice, weigh: (block: number) => number) => [
    1,
    ...distinct.map((kind) =>
      some.reduce((sum, block) => sum + (kinds[block] === kind ? weigh(block) : 0), 0),
    ),
  ]
  return {
    decodeRow: of(slice, (block) => (bytes[block] ?? 0) / mean(kinds[block] ?? 0)),
    prefillRow: of(slice.slice(0, -1), () => 1),
  }
}

function reductionsOf(
  { architecture, layersOnly }: MeasurementRequest,
  files: readonly PlannedFile[],
  expertCount: number,
) {
  const reductions: { code: string; values: Record<string, number> }[] = [
    {
      code: 'blocks',
      values: {
        of: architecture.layers.length,
        ...Object.fromEntries(files.map(({ slice }, index) => [`file${index + 1}`, slice.length])),
      },
    },
  ]
  const most = Math.max(0, ...architecture.layers.map((layer) => layer.experts?.count ?? 0))
  if (most > expertCount)
    reductions.push({ code: 'experts', values: { of: most, kept: expertCount } })
  if (layersOnly)
    reductions.push({
      code: 'vocabulary',
      values: { of: architecture.vocabularySize, kept: smallVocabulary },
    })
  return reductions
}
