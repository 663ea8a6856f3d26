import type { Device } from '../facts/device.ts'

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
  /**
   * What the host's RAM holds beside accelerators, where the RAM is no part of its own: the embedding, the inputs of a
   * batch, the logits that are kept.
   */
  readonly hostBytes: number
  /** Several batches in flight over several devices, each with its inputs: llama.cpp does so where it can and it fits. */
  readonly isPipelined: boolean
  /** What was asked for, where the placement was not left to be found. */
  readonly forced?: ForcedPlacement
}

export const splitModes = ['none', 'layer', 'row', 'tensor'] as const

/** A placement that llama.cpp is told, not one that is found; what is not said has llama.cpp's default. */
export interface ForcedPlacement {
  readonly splitMode?: (typeof splitModes)[number] | undefined
  /** Proportions of the devices, in their order. */
  readonly tensorSplit?: readonly number[] | undefined
  /** Blocks on accelerators, the output counted as one, from the end. */
  readonly gpuLayers?: number | undefined
  readonly mainGpu?: number | undefined
  readonly kvOffload?: boolean | undefined
  readonly cpuMoeLayers?: number | undefined
  /** Patterns of tensor names that stay in RAM. */
  readonly cpuTensors?: readonly string[] | undefined
}

export interface PlacementResult {
  /** The quickest way that fits; undefined where none does. */
  readonly placement: Placement | undefined
  /** Whether it fits: one that was found always does, one that was asked for may not. */
  readonly fits: boolean
  /** Memory that may be used, all places together. */
  readonly usableBytes: number
  /** What is missing for the whole model in all places together; at least 1 where nothing fits. */
  readonly shortfallBytes: number
}
