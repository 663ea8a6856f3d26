import { TouchstoneError } from '../base/touchstone-error.ts'
import type { Device, Machine } from '../facts/device.ts'
import { tensorsInRam } from './cpu-tensors.ts'
import type { ModelBytes } from './model-bytes.ts'
import { computeBytes, headBytes, hostBytes, inputBytes, part } from './placement.ts'
import type { ForcedPlacement, PlacedPart, Placement, PlacementResult } from './placement-result.ts'
import { acceleratorPools, type MemoryPool, raisedLimit, systemPool } from './usable-memory.ts'

/** Where each block and the output lie: index of a device, or -1 for the host's RAM. */
interface Assignment {
  readonly ofBlock: readonly number[]
  readonly ofOutput: number
}

/** The host's RAM among indices of devices. */
const host = -1

/**
 * Lays a model out as llama.cpp does when it is told how (src/llama-model.cpp, load_tensors): blocks from the end on
 * devices, each where its place among them falls in the running sum of the proportions, which are by usable memory where
 * none are given. It may not fit; then the result says by how much. Throws `invalid_input` naming the field.
 */
export function placeForced(
  model: ModelBytes,
  machine: Machine,
  forced: ForcedPlacement,
): PlacementResult {
  const pools = acceleratorPools(machine)
  const system = systemPool(machine)
  checkForced(model, pools, forced)
  const chosen = forced.splitMode === 'none' ? pools.slice(forced.mainGpu ?? 0).slice(0, 1) : pools
  const shares = sharesOf(chosen, forced)
  const assignment = assign(model, shares, forced)
  const isPipelined = pipelines(model, chosen, forced)
  const byDevice = bytesByDevice(model, shares, assignment, forced)
  const parts = chosen.map((pool, at) =>
    devicePart(model, pool, byDevice, at, assignment, isPipelined),
  )
  const ram = hostPart(
    model,
    byDevice.get(host),
    assignment,
    isPipelined,
    system ?? restOfUnified(machine, parts),
  )
  const all = ram === undefined ? parts : [...parts, ram]
  const over = all.reduce(
    (sum, { usedBytes, usableBytes }) => sum + Math.max(0, usedBytes - usableBytes),
    0,
  )
  const missingRam = ram === undefined && needsRam(byDevice.get(host))
  return {
    placement: {
      kind: kindOf(model, assignment, forced, pools),
      parts: all,
      expertLayersInRam: Math.min(forced.cpuMoeLayers ?? 0, model.architecture.layers.length),
      acceleratorLayers: assignment.ofBlock.filter((at) => at !== host).length,
      hostBytes: ram === undefined ? hostBytes(model, isPipelined) : 0,
      isPipelined,
      forced,
    },
    fits: over === 0 && !missingRam,
    usableBytes: all.reduce((sum, { usableBytes }) => sum + usableBytes, 0),
    shortfallBytes: over > 0 ? Math.ceil(over) : missingRam ? Math.ceil(ramNeeded(byDevice)) : 0,
  }
}

function invalid(field: string, problem: string): TouchstoneError {
  return new TouchstoneError('invalid_input', { field: `placement.${field}`, problem })
}

function checkForced(
  { settings }: ModelBytes,
  pools: readonly MemoryPool[],
  { splitMode, tensorSplit, mainGpu, gpuLayers }: ForcedPlacement,
): void {
  if (tensorSplit !== undefined) {
    if (tensorSplit.length > pools.length)
      throw invalid('tensorSplit', `${tensorSplit.length} > ${pools.length}`)
    if (!(tensorSplit.reduce((sum, share) => sum + share, 0) > 0)) throw invalid('tensorSplit', '0')
  }
  if (mainGpu !== undefined && mainGpu >= Math.max(1, pools.length))
    throw invalid('mainGpu', `${mainGpu} ≥ ${pools.length}`)
  if ((gpuLayers ?? 0) > 0 && pools.length === 0) throw invalid('gpuLayers', 'placement.noDevice')
  // CUDA and HIP have no split buffers any more; SYCL's are the last (ggml/src, ggml_backend_split_buffer_type).
  if (splitMode === 'row' && pools.some(({ device }) => device.vendor !== 'intel'))
    throw invalid('splitMode', 'placement.rowIsGone')
  // src/llama-context.cpp, llama_init_from_model.
  if (splitMode === 'tensor' && !settings.flashAttention)
    throw invalid('splitMode', 'placement.tensorNeedsFlashAttention')
}

/** llama.cpp asks the driver what is free; the part that is kept back here is none of its own. */
function freeBytes({ device }: MemoryPool): number {
  return device.usableBytes ?? device.memoryBytes
}

/** Running sums of the proportions, the last one 1, as 32-bit numbers like llama.cpp's. */
function sharesOf(pools: readonly MemoryPool[], { tensorSplit }: ForcedPlacement): number[] {
  const asked = tensorSplit?.some((share) => share > 0) ? tensorSplit : undefined
  const proportions = pools.map((pool, at) =>
    asked === undefined ? freeBytes(pool) : (asked[at] ?? 0),
  )
  const sums: number[] = []
  let sum = 0
  for (const proportion of proportions) {
    sum = Math.fround(sum + proportion)
    sums.push(sum)
  }
  return sums.map((one) => Math.fround(one / sum))
}

function assign(
  { architecture, furtherBlockCount }: ModelBytes,
  shares: readonly number[],
  { gpuLayers }: ForcedPlacement,
): Assignment {
  const blocks = architecture.layers.length
  const layers = blocks + furtherBlockCount
  const wanted = gpuLayers ?? layers + 1
  const start = Math.max(layers + 1 - wanted, 0)
  const count = shares.length === 0 ? 0 : Math.min(wanted, layers + 1)
  const deviceOf = (index: number) => {
    if (index < start || index - start >= count) return host
    const at = Math.fround(index - start) / Math.fround(count)
    const device = shares.findIndex((share) => share > Math.fround(at))
    return device < 0 ? shares.length - 1 : device
  }
  return {
    ofBlock: Array.from({ length: blocks }, (_, index) => deviceOf(index)),
    ofOutput: deviceOf(layers),
  }
}

/** Conditions of src/llama-context.cpp, `pipeline_parallel`. */
function pipelines(
  { architecture, furtherBlockCount }: ModelBytes,
  pools: readonly MemoryPool[],
  {
    splitMode = 'layer',
    gpuLayers,
    kvOffload = true,
    cpuMoeLayers = 0,
    cpuTensors,
  }: ForcedPlacement,
): boolean {
  const all = architecture.layers.length + furtherBlockCount
  return (
    pools.length > 1 &&
    splitMode === 'layer' &&
    kvOffload &&
    cpuMoeLayers === 0 &&
    (cpuTensors ?? []).length === 0 &&
    (gpuLayers ?? all + 1) > all
  )
}

interface Held {
  weightBytes: number
  kvCacheBytes: number
  experts: number
  layers: number
}

function bytesByDevice(
  model: ModelBytes,
  shares: readonly number[],
  { ofBlock, ofOutput }: Assignment,
  forced: ForcedPlacement,
): Map<number, Held> {
  const { weights, cacheBefore } = model
  const held = new Map<number, Held>()
  const at = (device: number) => {
    const known = held.get(device) ?? { weightBytes: 0, kvCacheBytes: 0, experts: 0, layers: 0 }
    held.set(device, known)
    return known
  }
  const inRam = tensorsInRam(model, forced)
  const isSpread = forced.splitMode === 'row' || forced.splitMode === 'tensor'
  for (const [index, device] of ofBlock.entries()) {
    const all = difference(weights.bytesBefore, index)
    const experts = difference(weights.expertsBefore, index)
    const away = device === host ? { bytes: 0, experts: 0 } : inRam.ofBlock(index)
    const cache = difference(cacheBefore, index)
    at(device).layers += 1
    at(host).weightBytes += away.bytes
    at(host).experts += away.experts
    const rest = { weightBytes: all - away.bytes, experts: experts - away.experts }
    // Rows of matrices go to all devices; llama.cpp cuts no stack of experts by rows.
    const spread =
      device === host || !isSpread
        ? 0
        : forced.splitMode === 'row'
          ? rest.weightBytes - rest.experts
          : rest.weightBytes
    at(device).weightBytes += rest.weightBytes - spread
    spreadOver(shares, spread, (one, bytes) => (at(one).weightBytes += bytes))
    const isCut = forced.splitMode === 'tensor' && device !== host
    if (isCut) spreadOver(shares, rest.experts, (one, bytes) => (at(one).experts += bytes))
    else at(device).experts += rest.experts
    const cacheDevice = forced.kvOffload === false ? host : device
    if (isCut && cacheDevice !== host)
      spreadOver(shares, cache, (one, bytes) => (at(one).kvCacheBytes += bytes))
    else at(cacheDevice).kvCacheBytes += cache
  }
  const head = ofOutput === host ? weights.outputBytes : headBytes(model)
  if (isSpread && ofOutput !== host)
    spreadOver(shares, head, (one, bytes) => (at(one).weightBytes += bytes))
  else at(ofOutput).weightBytes += head
  at(host).weightBytes += inputBytes(model)
  return held
}

function difference(sums: Float64Array, index: number): number {
  return (sums[index + 1] ?? 0) - (sums[index] ?? 0)
}

/** Gives every device its share; the last one what is left, so that nothing is lost to rounding. */
function spreadOver(
  shares: readonly number[],
  bytes: number,
  give: (device: number, bytes: number) => void,
): void {
  let given = 0
  for (const [device, share] of shares.entries()) {
    const upTo = device === shares.length - 1 ? bytes : Math.round(bytes * share)
    give(device, upTo - given)
    given = upTo
  }
}

function devicePart(
  model: ModelBytes,
  pool: MemoryPool,
  byDevice: Map<number, Held>,
  at: number,
  { ofOutput }: Assignment,
  isPipelined: boolean,
): PlacedPart {
  const held = byDevice.get(at) ?? { weightBytes: 0, kvCacheBytes: 0, experts: 0, layers: 0 }
  const works = held.layers > 0 || held.weightBytes > 0
  return part(pool, model, {
    ...held,
    computeBytes: works ? computeBytes(model, at === ofOutput, isPipelined) : 0,
  })
}

/** Of unified memory, what graphics leave of it: the processor's share of the same memory. */
function restOfUnified(machine: Machine, parts: readonly PlacedPart[]): MemoryPool | undefined {
  const unified = parts.find(({ device }) => device.kind === 'unified')
  if (unified === undefined) return undefined
  const usableBytes = Math.max(0, raisedLimit(unified.device, machine) - unified.usedBytes)
  const device: Device = { ...unified.device, kind: 'cpu' }
  return { name: `${unified.name} (CPU)`, device, usableBytes }
}

function hostPart(
  model: ModelBytes,
  held: Held | undefined,
  { ofOutput, ofBlock }: Assignment,
  isPipelined: boolean,
  system: MemoryPool | undefined,
): PlacedPart | undefined {
  if (system === undefined || held === undefined) return undefined
  const computes =
    ofOutput === host || ofBlock.includes(host) || held.experts > 0 || held.kvCacheBytes > 0
  const { withLogits, withoutLogits } = model.compute
  const inputs = hostBytes(model, isPipelined) - inputBytes(model)
  return part(system, model, {
    ...held,
    computeBytes: computes
      ? (ofOutput === host ? withLogits : withoutLogits) + model.outputBytes
      : inputs,
  })
}

function needsRam(held: Held | undefined): boolean {
  return held !== undefined && (held.layers > 0 || held.kvCacheBytes > 0 || held.experts > 0)
}

function ramNeeded(byDevice: Map<number, Held>): number {
  const held = byDevice.get(host)
  return (held?.weightBytes ?? 0) + (held?.kvCacheBytes ?? 0)
}

function kindOf(
  { architecture }: ModelBytes,
  { ofBlock, ofOutput }: Assignment,
  { cpuMoeLayers = 0 }: ForcedPlacement,
  pools: readonly MemoryPool[],
): Placement['kind'] {
  const onHost = ofBlock.filter((at) => at === host).length
  if (onHost === ofBlock.length && ofOutput === host) return 'cpu'
  if (onHost > 0) return 'partial'
  if (cpuMoeLayers > 0 && architecture.layers.some(({ experts }) => experts !== undefined))
    return 'experts-in-ram'
  return pools.every(({ device }) => device.kind === 'unified') ? 'unified' : 'gpu'
}
