import type { Architecture, Attention } from '../../facts/architecture.ts'
import type { Cells } from '../kv-cache.ts'
import type { EngineSettings } from '../settings.ts'
import { bytesPerValue, ComputeGraph, input, store } from './compute-graph.ts'
import type { GraphTensor } from './graph-tensor.ts'

/** What every part of a graph reads: sizes of the batch, and the inputs, which are made when they are first asked for. */
export class GraphContext {
  readonly graph = new ComputeGraph()
  readonly architecture: Architecture
  readonly settings: EngineSettings
  /** Tokens of the batch, a multiple of the sequences (src/llama-context.cpp, graph_reserve). */
  readonly tokens: number
  readonly sequences: number
  /** Caches of their own, one per sequence unless they share one. */
  readonly streams: number
  readonly positions: GraphTensor
  readonly attentionScale: GraphTensor | undefined
  readonly outputNumbers: GraphTensor
  /** Which state each sequence has (src/llama-graph.cpp, rs_s_copy). */
  readonly stateNumbers: GraphTensor
  /** The vectors of the block at hand, where there are some (Gemma 4 E2B). */
  perLayerInput: (() => GraphTensor) | undefined
  nodesBeforeLogits = 0
  /** Of the last block that has an indexer: blocks without one attend to the same. */
  chosenPositions: GraphTensor | undefined
  readonly #cells: Cells
  readonly #waiting: GraphTensor[] = []
  readonly #masks = new Map<string, GraphTensor>()
  readonly #numbers = new Map<string, GraphTensor>()

  constructor(architecture: Architecture, settings: EngineSettings, cells: Cells) {
    this.architecture = architecture
    // Its scores are capped in a way that flash attention does not know (src/llama-context.cpp).
    this.settings =
      architecture.engineName === 'grok' ? { ...settings, flashAttention: false } : settings
    this.#cells = cells
    const { parallel, unifiedCache } = settings
    const tokens = Math.min(settings.contextLength, settings.physicalBatch)
    this.sequences = parallel
    this.tokens = Math.ceil(tokens / parallel) * parallel
    this.streams = unifiedCache ? 1 : parallel
    const dimensions = severalPositions.has(architecture.engineName ?? '') ? 4 : 1
    this.positions = input([this.tokens * dimensions, 1, 1, 1], bytesPerValue.i32)
    this.attentionScale =
      architecture.engineName === 'llama4' ? input([1, 1, this.tokens, 1]) : undefined
    this.stateNumbers = input([parallel, 1, 1, 1], bytesPerValue.i32)
    this.outputNumbers = input([this.outputs, 1, 1, 1], bytesPerValue.i32)
  }

  /** An input of a block that was left out: there from the start, gone when its block is over. */
  waitingLeaf(leaf: GraphTensor): void {
    this.graph.expand(leaf)
    this.#waiting.push(leaf)
  }

  passLeaves(): void {
    if (this.#waiting.length > 0) this.graph.expand(store(...this.#waiting))
  }

  get tokensPerSequence(): number {
    return this.tokens / this.sequences
  }

  get outputs(): number {
    const { contextLength, physicalBatch, logicalBatch } = this.settings
    return Math.min(contextLength, physicalBatch, logicalBatch)
  }

  /** Cells that a block's attention looks at, of one stream. */
  cellsOf({ kind, window }: Attention): number {
    const all =
      kind === 'full' || window === undefined ? this.#cells.full : this.#cells.windowed(window)
    return all / this.streams
  }

  /** Full and windowed caches have one each, of the same size or not. */
  maskOf(attention: Attention): GraphTensor {
    const name = attention.kind === 'full' ? 'full' : 'windowed'
    const known = this.#masks.get(name)
    if (known !== undefined) return known
    const size = this.settings.flashAttention ? bytesPerValue.f16 : bytesPerValue.f32
    const cells = this.cellsOf(attention)
    const mask = input([cells, this.tokens / this.streams, 1, this.streams], size)
    this.#masks.set(name, mask)
    return mask
  }

  /** In F16 whether or not attention is flash attention's. */
  indexerMask(cells: number): GraphTensor {
    const known = this.#masks.get('indexer')
    if (known !== undefined) return known
    const mask = input([cells, this.tokens / this.streams, 1, this.streams], bytesPerValue.f16)
    this.#masks.set('indexer', mask)
    return mask
  }

  /** A matrix that spreads values of a quantized cache. */
  rotation(isKey: boolean, size: number): GraphTensor {
    const name = `${isKey ? 'keys' : 'values'} ${size}`
    const known = this.#masks.get(name)
    if (known !== undefined) return known
    const rotation = input([size, size, 1, 1])
    this.#masks.set(name, rotation)
    return rotation
  }

  /** Where in the cache keys or values of the batch go: a number for every token, or for every value of a transposed cache. */
  cellNumbers(name: string, perToken: number): GraphTensor {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const numbers = input([this.tokens * perToken, 1, 1, 1], bytesPerValue.i64)
    this.#numbers.set(name, numbers)
    return numbers
  }
}

/** Families whose positions have four dimensions (src/llama-hparams.cpp, n_pos_per_embd). */
const severalPositions = new Set(['qwen2vl', 'qwen3vl', 'qwen3vlmoe', 'qwen35', 'qwen35moe'])
