import type { Device, Machine } from '../facts/device.ts'
import type { ModelBytes } from './model-bytes.ts'
import { acceleratorPools, type MemoryPool, systemPool } from './usable-memory.ts'

export const placementKinds = ['gpu', 'unified', 'experts-in-ram', 'partial', 'cpu'] as const
export type PlacementKind = (typeof placementKinds)[number]

/** What lies on one device. */
export interface PlacedPart {
  readonly name: string
  readonly device: Device
  /** Whole blocks here; with experts in RAM a block counts where its attention is. */
  readonly layers: number
  /** Of the routed experts of the model, the share that lies here, 0 to 1. */
  readonly expertShare: number
  readonly weightBytes: number
  readonly kvCacheBytes: number
  readonly computeBytes: number
  readonly usedBytes: number
  readonly usableBytes: number
}

export interface Placement {
  readonly kind: PlacementKind
  readonly parts: readonly PlacedPart[]
  /** Blocks whose routed experts lie in RAM (`--n-cpu-moe`). */
  readonly expertLayersInRam: number
  /** Blocks on accelerators (`--n-gpu-layers` counts one more for the output). */
  readonly acceleratorLayers: number
}

export interface PlacementResult {
  /** The quickest way that fits; undefined where none does. */
  readonly placement: Placement | undefined
  /** Memory that may be used, all places together. */
  readonly usableBytes: number
  /** What is missing for the whole model in all places together; at least 1 where nothing fits. */
  readonly shortfallBytes: number
}

/**
 * Lays a model out over a machine: everything on accelerators; else routed experts of as few blocks as possible in RAM;
 * else as many blocks as fit on accelerators; else all in RAM. This is the order of speed on every machine measured,
 * as a token waits for the slowest memory that it reads.
 */
export function placeModel(model: ModelBytes, machine: Machine): PlacementResult {
  const accelerators = acceleratorPools(machine)
  const system = systemPool(machine)
  const placement =
    onAccelerators(model, accelerators, model.architecture.layers.length, 0) ??
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
    usableBytes,
    shortfallBytes: placement === undefined ? Math.max(1, Math.ceil(needed - usableBytes)) : 0,
  }
}

/** Bytes of one block on an accelerator, where the routed experts of the first `expertsInRam` blocks are left out. */
function blockBytes(model: ModelBytes, index: number, expertsInRam: number): number {
  const { layerBytes, expertBytes } = model.weights
  const leftOut = index < expertsInRam ? (expertBytes[index] ?? 0) : 0
  return (layerBytes[index] ?? 0) - leftOut + (model.layerCacheBytes[index] ?? 0)
}

/** The output matrix; a tied one is copied to the device, while the embedding itself stays in RAM. */
function headBytes({ weights, architecture }: ModelBytes): number {
  return weights.outputBytes + (architecture.tiedEmbeddings ? weights.embeddingBytes : 0)
}

/** Blocks of the model from `first` on, laid in order over the devices so that each is filled to the same share. */
function onAccelerators(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  layerCount: number,
  expertsInRam: number,
): Placement | undefined {
  if (pools.length === 0) return undefined
  const counts = splitEvenly(model, pools, layerCount, expertsInRam)
  if (counts === undefined) return undefined
  const total = model.architecture.layers.length
  let index = total - layerCount
  const parts = pools.map((pool, at) => {
    const isLast = at === pools.length - 1
    let [weightBytes, kvCacheBytes, experts] = [isLast ? headBytes(model) : 0, 0, 0]
    const count = counts[at] ?? 0
    for (let block = 0; block < count; block += 1, index += 1) {
      kvCacheBytes += model.layerCacheBytes[index] ?? 0
      weightBytes += blockBytes(model, index, expertsInRam) - (model.layerCacheBytes[index] ?? 0)
      if (index >= expertsInRam) experts += model.weights.expertBytes[index] ?? 0
    }
    return part(pool, model, {
      layers: count,
      weightBytes,
      kvCacheBytes,
      experts,
      computeBytes: computeBytes(model, isLast),
    })
  })
  return {
    kind: pools.every(({ device }) => device.kind === 'unified') ? 'unified' : 'gpu',
    parts,
    expertLayersInRam: expertsInRam,
    acceleratorLayers: layerCount,
  }
}

function computeBytes({ compute, outputBytes }: ModelBytes, hasLogits: boolean): number {
  return hasLogits ? compute.withLogits + outputBytes : compute.withoutLogits
}

/** How many blocks each device takes, or undefined where they do not fit. One device needs no search. */
function splitEvenly(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  layerCount: number,
  expertsInRam: number,
): number[] | undefined {
  const fill = (share: number): number[] | undefined =>
    fillTo(model, pools, layerCount, expertsInRam, share)
  const full = fill(1)
  if (full === undefined || pools.length === 1) return full
  let [low, high, best] = [0, 1, full]
  for (let step = 0; step < 7; step += 1) {
    const middle = (low + high) / 2
    const counts = fill(middle)
    if (counts === undefined) low = middle
    else [high, best] = [middle, counts]
  }
  return best
}

function fillTo(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  layerCount: number,
  expertsInRam: number,
  share: number,
): number[] | undefined {
  const total = model.architecture.layers.length
  const counts: number[] = []
  let index = total - layerCount
  for (const [at, pool] of pools.entries()) {
    const isLast = at === pools.length - 1
    let room =
      (isLast ? 1 : share) * pool.usableBytes -
      computeBytes(model, isLast) -
      (isLast ? headBytes(model) : 0)
    if (isLast && room < 0) return undefined
    let count = 0
    while (index < total) {
      const bytes = blockBytes(model, index, expertsInRam)
      if (bytes > room) break
      room -= bytes
      count += 1
      index += 1
    }
    counts.push(count)
  }
  // The last device may use all of its room; it must not be fuller than the share either, unless that is all there is.
  return index === total ? counts : undefined
}

interface PartBytes {
  readonly layers: number
  readonly weightBytes: number
  readonly kvCacheBytes: number
  readonly computeBytes: number
  readonly experts: number
}

function part(
  pool: MemoryPool,
  model: ModelBytes,
  { layers, weightBytes, kvCacheBytes, computeBytes, experts }: PartBytes,
): PlacedPart {
  const allExperts = model.weights.expertBytes.reduce((sum, bytes) => sum + bytes, 0)
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

/** RAM takes the experts of the first blocks, as `--n-cpu-moe` does, and the embedding. */
function withExpertsInRam(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): Placement | undefined {
  const count = model.architecture.layers.length
  if (
    system === undefined ||
    pools.length === 0 ||
    model.weights.expertBytes.every((bytes) => bytes === 0)
  )
    return undefined
  if (onAccelerators(model, pools, count, count) === undefined) return undefined
  let [low, high] = [0, count]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (onAccelerators(model, pools, count, middle) === undefined) low = middle
    else high = middle
  }
  const accelerated = onAccelerators(model, pools, count, high)
  if (accelerated === undefined) return undefined
  const experts = model.weights.expertBytes.slice(0, high).reduce((sum, bytes) => sum + bytes, 0)
  const weightBytes = experts + model.weights.embeddingBytes
  const ram = part(system, model, {
    layers: 0,
    weightBytes,
    kvCacheBytes: 0,
    computeBytes: model.compute.withoutLogits,
    experts,
  })
  return ram.usedBytes > ram.usableBytes
    ? undefined
    : { ...accelerated, kind: 'experts-in-ram', parts: [...accelerated.parts, ram] }
}

/** The last blocks on accelerators, the first in RAM, as `--n-gpu-layers` does. */
function inPart(
  model: ModelBytes,
  pools: readonly MemoryPool[],
  system: MemoryPool | undefined,
): Placement | undefined {
  if (system === undefined || pools.length === 0) return undefined
  let [low, high] = [0, model.architecture.layers.length]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (onAccelerators(model, pools, middle, 0) === undefined) high = middle
    else low = middle
  }
  const accelerated = low === 0 ? undefined : onAccelerators(model, pools, low, 0)
  if (accelerated === undefined) return undefined
  const ram = part(system, model, ramBytes(model, model.architecture.layers.length - low))
  return ram.usedBytes > ram.usableBytes
    ? undefined
    : { ...accelerated, kind: 'partial', parts: [ram, ...accelerated.parts] }
}

/** The first `count` blocks and the embedding in RAM. */
function ramBytes(model: ModelBytes, count: number): PartBytes {
  let [weightBytes, kvCacheBytes, experts] = [model.weights.embeddingBytes, 0, 0]
  for (let index = 0; index < count; index += 1) {
    weightBytes += model.weights.layerBytes[index] ?? 0
    kvCacheBytes += model.layerCacheBytes[index] ?? 0
    experts += model.weights.expertBytes[index] ?? 0
  }
  return {
    layers: count,
    weightBytes,
    kvCacheBytes,
    experts,
    computeBytes: model.compute.withoutLogits,
  }
}

function inRam(model: ModelBytes, system: MemoryPool | undefined): Placement | undefined {
  if (system === undefined) return undefined
  const bytes = ramBytes(model, model.architecture.layers.length)
  const whole = {
    ...bytes,
    weightBytes: model.weights.loadedBytes,
    computeBytes: computeBytes(model, true),
  }
  const ram = part(system, model, whole)
  return ram.usedBytes > ram.usableBytes
    ? undefined
    : { kind: 'cpu', parts: [ram], expertLayersInRam: 0, acceleratorLayers: 0 }
}
