import type { Machine } from '../facts/device.ts'
import { pipelineBytes, pipelineCopies } from './graph-inputs.ts'
import type { ModelBytes } from './model-bytes.ts'
import type { PlacedPart, Placement, PlacementResult } from './placement-result.ts'
import { acceleratorPools, type MemoryPool, systemPool, usableBytesOf } from './usable-memory.ts'

/**
 * Lays a model out over a machine: everything on accelerators; else routed experts of as few blocks as possible in RAM;
 * else as many blocks as fit on accelerators; else all in RAM. This is the order of speed on every machine measured,
 * as a token waits for the slowest memory that it reads.
 */
export function placeModel(model: ModelBytes, machine: Machine): PlacementResult {
  const accelerators = acceleratorPools(machine)
  const system = systemPool(machine)
  const placement =
    (accelerators.length > 1 ? onAccelerators(model, accelerators, pipelined) : undefined) ??
    onAccelerators(model, accelerators, whole) ??
    withExpertsInRam(model, accelerators, system) ??
    inPart(model, accelerators, system) ??
    inRam(model, system)
  const usableBytes = [...accelerators, ...(system === undefined ? [] : [system])].reduce(
    (sum, pool) => sum + pool.usableBytes,
    0,
  )
  const needed =
    model.weights.loadedBytes + model.kvCache.bytes + model.compute.withLogits + model.outputBytes
  return {
    placement,
    fits: placement !== undefined,
    usableBytes,
    shortfallBytes: placement === undefined ? Math.max(1, Math.ceil(needed - usableBytes)) : 0,
  }
}

/** What must lie somewhere on every machine: all but what is looked up in RAM, and working memory. */
function boundBytes(model: ModelBytes): number {
  return model.weights.loadedBytes - inputBytes(model) + model.kvCache.bytes
}

/** Whether not even all memory together holds that. */
export function isTooLarge(model: ModelBytes, machine: Machine): boolean {
  return boundBytes(model) > usableBytesOf(machine)
}

const whole: Split = { first: 0, expertsInRam: 0, isPipelined: false }
const pipelined: Split = { ...whole, isPipelined: true }

/** Does the model fit in any way? As `placeModel`, without laying anything out. */
export function fitsOn(model: ModelBytes, machine: Machine): boolean {
  const pools = acceleratorPools(machine)
  const system = systemPool(machine)
  return (
    fitsAccelerators(model, pools, whole) ||
    expertsForRam(model, pools, system) !== undefined ||
    blocksForAccelerators(model, pools, system) !== undefined ||
    inRam(model, system) !== undefined
  )
}

function fitsAccelerators(model: ModelBytes, pools: readonly MemoryPool[], split: Split): boolean {
  return endsAt(model, poolsInUse(model, pools, split), split, 1) !== undefined
}

/** Devices up to the last one that can hold the head and compute the logits; those behind it stay empty. */
function poolsInUse(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  split: Split,
): readonly MemoryPool[] {
  const last = pools.findLastIndex((pool) => roomFor(model, pool, split, 1, true) >= 0)
  return last === pools.length - 1 ? pools : pools.slice(0, last + 1)
}

/** The output matrix; a tied one is copied to the device, while the embedding itself stays in RAM. */
export function headBytes({ weights, architecture }: ModelBytes): number {
  return weights.outputBytes + (architecture.tiedEmbeddings ? weights.embeddingBytes : 0)
}

/** What is looked up by token: llama.cpp keeps it in RAM (src/llama-model.cpp, dev_input). */
export function inputBytes({ weights }: ModelBytes): number {
  return weights.embeddingBytes + weights.perLayerEmbeddingBytes
}

/** Logits that are kept lie in the host's RAM, pinned for the device (src/llama-context.cpp, output_reserve). */
export function computeBytes(model: ModelBytes, hasLogits: boolean, isPipelined: boolean): number {
  const { withLogits, withoutLogits } = model.compute
  const added = isPipelined ? pipelineBytes(model.inputs, model.settings) : 0
  return (hasLogits ? withLogits : withoutLogits) + added
}

/** Beside accelerators: the embedding, the inputs of a batch as often as they are in flight, the logits that are kept. */
export function hostBytes(model: ModelBytes, isPipelined: boolean): number {
  const { maskBytes, hiddenBytes } = model.inputs
  const masks = (isPipelined ? pipelineCopies : 1) * maskBytes
  return inputBytes(model) + masks + hiddenBytes + model.outputBytes
}

/** Which blocks go to accelerators: from `first` to the end, without the routed experts of blocks before `expertsInRam`. */
interface Split {
  readonly first: number
  readonly expertsInRam: number
  /** llama.cpp pipelines where all lies on several devices, and goes on without it where that does not fit. */
  readonly isPipelined: boolean
}

/** What sums over the first blocks say of those from `start` up to `end`. */
function between(sums: Float64Array, start: number, end: number): number {
  return (sums[end] ?? 0) - (sums[start] ?? 0)
}

/** Weights, caches and routed experts of the blocks from `from` up to `to`, as they lie on accelerators. */
function blocksBetween(model: ModelBytes, from: number, to: number, expertsInRam: number) {
  const { bytesBefore, expertsBefore } = model.weights
  const left = between(expertsBefore, Math.min(from, expertsInRam), Math.min(to, expertsInRam))
  return {
    weightBytes: between(bytesBefore, from, to) - left,
    kvCacheBytes: between(model.cacheBefore, from, to),
    experts: between(expertsBefore, from, to) - left,
  }
}

/** Room for blocks on a device when it may be filled to `share`; the last one also holds the head and computes the logits. */
function roomFor(
  model: ModelBytes,
  pool: MemoryPool,
  { isPipelined }: Split,
  share: number,
  isLast: boolean,
): number {
  const fixed = computeBytes(model, isLast, isPipelined) + (isLast ? headBytes(model) : 0)
  return share * pool.usableBytes - fixed
}

/** Where each device's blocks end when each is filled to at most `share`; undefined where the blocks do not fit. */
function endsAt(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  split: Split,
  share: number,
): number[] | undefined {
  const { first, expertsInRam } = split
  const total = model.architecture.layers.length
  const ends: number[] = []
  let from = first
  for (const [at, pool] of pools.entries()) {
    const isLast = at === pools.length - 1
    const room = roomFor(model, pool, split, share, isLast)
    if (isLast && room < 0) return undefined
    const fits = (to: number) => {
      const { weightBytes, kvCacheBytes } = blocksBetween(model, from, to, expertsInRam)
      return weightBytes + kvCacheBytes <= room
    }
    if (isLast) {
      ends.push(total)
      return fits(total) ? ends : undefined
    }
    from = lastThatHolds(from, total, fits)
    ends.push(from)
  }
  return undefined
}

/** The last number from `low` to `high` for which a condition holds that holds for `low` and, once false, stays false. */
function lastThatHolds(low: number, high: number, holds: (value: number) => boolean): number {
  let [good, bad] = [low, high + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (holds(middle)) good = middle
    else bad = middle
  }
  return good
}

/** Halvings of the share to which devices are filled: finer than one block of any model on eight devices. */
const shareSteps = 7

/** Blocks over the devices in order so that each is filled to about the same share. */
function onAccelerators(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  split: Split,
): Placement | undefined {
  const used = poolsInUse(model, pools, split)
  let ends = endsAt(model, used, split, 1)
  if (ends === undefined) return undefined
  let [low, high] = [0, 1]
  for (let step = 0; used.length > 1 && step < shareSteps; step += 1) {
    const middle = (low + high) / 2
    const fuller = endsAt(model, used, split, middle)
    if (fuller === undefined) low = middle
    else [high, ends] = [middle, fuller]
  }
  return {
    kind: pools.every(({ device }) => device.kind === 'unified') ? 'unified' : 'gpu',
    parts: acceleratorParts(model, pools, split, ends),
    expertLayersInRam: split.expertsInRam,
    acceleratorLayers: model.architecture.layers.length - split.first,
    hostBytes: hostBytes(model, split.isPipelined),
    isPipelined: split.isPipelined,
  }
}

function acceleratorParts(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  { first, expertsInRam, isPipelined }: Split,
  ends: readonly number[],
): PlacedPart[] {
  return pools.map((pool, at) => {
    const isLast = at === ends.length - 1
    const total = model.architecture.layers.length
    const from = at === 0 ? first : (ends[at - 1] ?? total)
    const to = ends[at] ?? from
    const blocks = blocksBetween(model, from, to, expertsInRam)
    return part(pool, model, {
      ...blocks,
      layers: to - from,
      weightBytes: blocks.weightBytes + (isLast ? headBytes(model) : 0),
      computeBytes: isLast || to > from ? computeBytes(model, isLast, isPipelined) : 0,
    })
  })
}

export interface PartBytes {
  readonly layers: number
  readonly weightBytes: number
  readonly kvCacheBytes: number
  readonly computeBytes: number
  readonly experts: number
}

export function part(pool: MemoryPool, model: ModelBytes, bytes: PartBytes): PlacedPart {
  const { layers, weightBytes, kvCacheBytes, computeBytes, experts } = bytes
  const allExperts = model.weights.expertsBefore.at(-1) ?? 0
  return {
    name: pool.name,
    device: pool.device,
    layers,
    expertShare: allExperts === 0 ? 0 : experts / allExperts,
    weightBytes,
    kvCacheBytes,
    computeBytes,
    usedBytes: weightBytes + kvCacheBytes + computeBytes,
    usableBytes: pool.usableBytes,
  }
}

/** What RAM holds while the experts of the first blocks lie there: those, the embedding, and working memory. */
function expertRamBytes(model: ModelBytes, expertsInRam: number): PartBytes {
  const experts = model.weights.expertsBefore[expertsInRam] ?? 0
  return {
    layers: 0,
    weightBytes: experts + inputBytes(model),
    kvCacheBytes: 0,
    computeBytes: model.compute.withoutLogits + model.outputBytes,
    experts,
  }
}

function holds(pool: MemoryPool, { weightBytes, kvCacheBytes, computeBytes }: PartBytes): boolean {
  return weightBytes + kvCacheBytes + computeBytes <= pool.usableBytes
}

/** The fewest first blocks whose experts must lie in RAM for the rest to fit accelerators; undefined where none do or RAM is short. */
function expertsForRam(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): number | undefined {
  const count = model.architecture.layers.length
  const fits = (expertsInRam: number) => fitsAccelerators(model, pools, { ...whole, expertsInRam })
  if (system === undefined || model.weights.expertsBefore.at(-1) === 0 || !fits(count))
    return undefined
  const expertsInRam = count - lastThatHolds(0, count, (kept) => fits(count - kept))
  return holds(system, expertRamBytes(model, expertsInRam)) ? expertsInRam : undefined
}

/** Routed experts of the first blocks in RAM, as `--n-cpu-moe` does. */
function withExpertsInRam(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): Placement | undefined {
  const expertsInRam = expertsForRam(model, pools, system)
  if (expertsInRam === undefined || system === undefined) return undefined
  const accelerated = onAccelerators(model, pools, { ...whole, expertsInRam })
  if (accelerated === undefined) return undefined
  const ram = part(system, model, expertRamBytes(model, expertsInRam))
  return {
    ...accelerated,
    kind: 'experts-in-ram',
    parts: [...accelerated.parts, ram],
    hostBytes: 0,
  }
}

/** The most last blocks that accelerators hold; undefined where that is none, or RAM is short for the others. */
function blocksForAccelerators(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): number | undefined {
  const count = model.architecture.layers.length
  if (system === undefined || pools.length === 0) return undefined
  const fits = (kept: number) => fitsAccelerators(model, pools, { ...whole, first: count - kept })
  const blocks = lastThatHolds(0, count, (kept) => kept === 0 || fits(kept))
  return blocks > 0 && holds(system, ramBytes(model, count - blocks)) ? blocks : undefined
}

/** The last blocks on accelerators, the first in RAM, as `--n-gpu-layers` does. */
function inPart(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): Placement | undefined {
  const blocks = blocksForAccelerators(model, pools, system)
  if (blocks === undefined || system === undefined) return undefined
  const first = model.architecture.layers.length - blocks
  const accelerated = onAccelerators(model, pools, { ...whole, first })
  if (accelerated === undefined) return undefined
  const ram = part(system, model, ramBytes(model, first))
  return { ...accelerated, kind: 'partial', parts: [ram, ...accelerated.parts], hostBytes: 0 }
}

/** The first `count` blocks and the embedding in RAM. */
function ramBytes(model: ModelBytes, count: number): PartBytes {
  const blocks = blocksBetween(model, 0, count, 0)
  return {
    ...blocks,
    layers: count,
    weightBytes: blocks.weightBytes + inputBytes(model),
    computeBytes: model.compute.withoutLogits + model.outputBytes,
  }
}

function inRam(model: ModelBytes, system: MemoryPool | undefined): Placement | undefined {
  if (system === undefined) return undefined
  const ram = part(system, model, {
    ...ramBytes(model, model.architecture.layers.length),
    weightBytes: model.weights.loadedBytes,
    computeBytes: model.compute.withLogits + model.outputBytes,
  })
  return ram.usedBytes > ram.usableBytes
    ? undefined
    : {
        kind: 'cpu',
        parts: [ram],
        expertLayersInRam: 0,
        acceleratorLayers: 0,
        hostBytes: 0,
        isPipelined: false,
      }
}
