/** Base shape of a compute device: a graphics card, a unified-memory chip, an accelerator, or a CPU with its RAM. */
export interface Device {
  /** Id of the variant (`rtx-4090`, `h100-sxm-80gb`, `m3-max-30c-36gb`) or a name of the asker's own. */
  readonly id: string
  readonly name: string
  readonly kind: 'gpu' | 'unified' | 'cpu' | 'npu'
  readonly vendor?:
    | 'nvidia'
    | 'amd'
    | 'apple'
    | 'intel'
    | 'qualcomm'
    | 'huawei'
    | 'other'
    | undefined
  /** Microarchitecture (`Ada Lovelace`, `RDNA 3`, `M3`, `Zen 4`): class of the speed model. */
  readonly architecture?: string | undefined
  readonly memoryBytes: number
  /** What a model may use of it, where that is less than the whole (Apple's wired limit, memory in use now). */
  readonly usableBytes?: number | undefined
  readonly bandwidthBytesPerSecond?: number | undefined
  /** Dense FP16 of the units that llama.cpp's matrix kernels use (tensor cores where there are any). */
  readonly fp16FlopsPerSecond?: number | undefined
  /** CPU only. */
  readonly physicalCores?: number | undefined
  /** CPU only: `avx2`, `avx512`, `amx`, `neon`, `sve` … */
  readonly instructionSets?: readonly string[] | undefined
}

/** A machine, owned or imagined: its devices in order, and the RAM beside them. */
export interface Machine {
  readonly devices: readonly { readonly device: Device; readonly count: number }[]
  /** RAM of the host; undefined where nothing was said about it. For unified memory the same memory, not a second one. */
  readonly systemMemoryBytes?: number | undefined
  readonly freeSystemMemoryBytes?: number | undefined
  /** RAM that is to be left to the system, where the asker said how much. */
  readonly systemReserveBytes?: number | undefined
  /** Bandwidth of the host's RAM, measured or from the database. */
  readonly systemBandwidthBytesPerSecond?: number | undefined
  readonly cpu?: Device | undefined
  /** `detected`: this computer now; `described`: what the asker wrote. */
  readonly origin: 'detected' | 'described'
  /** What was taken for granted while reading the description (a default variant, a memory size), as message code and values. */
  readonly assumptions: readonly {
    readonly code: string
    readonly values: Readonly<Record<string, string | number>>
  }[]
}
