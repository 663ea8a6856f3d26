/**
 * The part of node-llama-cpp that is used, in the forms of its declarations (3.22.1, dist/bindings/AddonTypes.d.ts). Its
 * own classes schedule and batch; the addon under them is one `llama_decode` per call, so that nothing else is timed.
 */
export interface LlamaModule {
  getLlama(options: {
    gpu: false | 'auto' | 'cuda' | 'vulkan' | 'metal'
    build: 'never'
    skipDownload: true
    logLevel: 'debug'
    logger(level: string, message: string): void
  }): Promise<Llama>
}

export interface Llama {
  readonly gpu: false | 'cuda' | 'vulkan' | 'metal'
  readonly llamaCppRelease: { readonly release: string }
  readonly systemInfo: string
  readonly cpuMathCores: number
  getGpuDeviceNames(): Promise<string[]>
  readonly _bindings: Bindings
}

export interface Bindings {
  AddonModel: new (
    file: string,
    settings: { gpuLayers: number; useMmap: boolean; addonExports: Bindings },
  ) => AddonModel
  AddonContext: new (
    model: AddonModel,
    settings: {
      contextSize: number
      batchSize: number
      sequences: number
      flashAttention: boolean
      threads: number
      kvCacheKeyType: number
      kvCacheValueType: number
    },
  ) => AddonContext
}

export interface AddonModel {
  init(): Promise<boolean>
  dispose(): Promise<void>
  getMemoryBreakdown(): { cpuRam: number; gpuVram: number }
}

export interface AddonContext {
  init(): Promise<boolean>
  dispose(): Promise<void>
  getContextSize(): number
  initBatch(tokens: number): void
  addToBatch(
    sequence: number,
    position: number,
    tokens: Uint32Array,
    outputs: Uint32Array,
  ): Uint32Array
  decodeBatch(): Promise<void>
  disposeSequence(sequence: number): void
  getMemoryBreakdown(): { cpuRam: number; gpuVram: number }
}
