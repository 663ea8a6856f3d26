/**
 * The shape of a language model, layer by layer, in GGUF's terms. Made from a published config.json
 * (`config-json/`), never typed by hand. Everything that sizing needs, nothing that it does not.
 * Lengths are counts of values, never bytes.
 */
export interface Architecture {
  /** llama.cpp's name of the architecture (`llama`, `qwen3moe`, `deepseek2`); undefined where llama.cpp has none. */
  readonly engineName: string | undefined
  /** `model_type` of the published config. */
  readonly modelType: string
  readonly vocabularySize: number
  /** Rows of an untied head where they are fewer than those of the embedding (Apertus 1.5). */
  readonly outputVocabularySize?: number
  readonly embeddingLength: number
  /** Trained positions as the config states them. */
  readonly contextLength: number
  /** The output matrix is the embedding matrix. */
  readonly tiedEmbeddings: boolean
  /** The output matrix is stored apart, but is a copy of the embedding matrix: bytes, no further parameters. */
  readonly headIsCopy?: true
  /** One entry per block, in order. Equal layers are the same object, so they can be grouped by identity. */
  readonly layers: readonly Layer[]
  /** Blocks that predict further tokens (MTP): stored in the checkpoint, not loaded for plain decoding. */
  readonly nextTokenPredictionLayers: readonly Layer[]
  /** `none`: layer norms without weights, so that none are stored, the last one included (the first OLMo). */
  readonly norm: 'rms' | 'layer' | 'none'
  /** Rows of a learned position table (GPT-2, OPT); 0 where positions are rotary or absent. */
  readonly positionRows: number
  readonly outputBias: boolean
  readonly embeddingNorm: boolean
  /** Encoder of an encoder-decoder model (T5): as many blocks as the decoder has, read once for a prompt. */
  readonly encoderLayers: readonly Layer[]
  /** Parameters of vision or audio towers, which llama.cpp keeps in a file of their own (mmproj). */
  readonly otherTowersParameters: number | undefined
  /** Tensors outside the layers that follow no common rule. `shape` in ggml order (row length first). */
  readonly extraTensors: readonly ExtraTensor[]
}

export interface ExtraTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** In the file and loaded, but no part of the model: keys of a block that reuses those of another. */
  readonly unused?: true
}

export interface Layer {
  readonly attention?: Attention
  /** Cross attention of a decoder layer (T5). */
  readonly crossAttention?: Attention
  readonly recurrent?: Recurrent
  readonly feedForward?: FeedForward
  readonly experts?: Experts
  /** Norm vectors of embedding length in this layer (weights; biases too where the norm is `layer`). */
  readonly normCount: number
  /** Names of the norms where they are not the first `normCount` of the usual ones (OLMo 2 has them behind only). */
  readonly normNames?: readonly string[]
  /** Tensors of this layer that follow no common rule; names without the `blk.N.` prefix. */
  readonly extraTensors?: readonly ExtraTensor[]
  /** A block that predicts further tokens and reads the model's own embedding and head, so that none are stored with it. */
  readonly sharesEmbeddingAndHead?: true
  /** A block that predicts further tokens and that published GGUF files leave out. */
  readonly leftOutOfFiles?: true
}

export interface Attention {
  /** `sliding` keeps the last `window` positions, `chunked` those of the current chunk of `window`. */
  readonly kind: 'full' | 'sliding' | 'chunked'
  readonly window?: number
  readonly headCount: number
  readonly headCountKv: number
  readonly keyLength: number
  readonly valueLength: number
  /** Multi-head latent attention (DeepSeek V2 on): one latent vector instead of keys and values. */
  readonly latent?: {
    readonly kvRank: number
    readonly ropeLength: number
    readonly queryRank?: number
    /** llama.cpp makes keys and values of the vector before it caches them (MiniCPM3). */
    readonly cachedAsHeads?: true
  }
  /** Queries by two matrices with a norm of this length between them (Step 3). */
  readonly queryRank?: number
  /**
   * One key for all heads that is the value too; besides a window of them one for every `ratio` positions, none where
   * `ratio` is 0; the output in groups of low rank (DeepSeek V4).
   */
  readonly compressed?: {
    readonly ratio: number
    readonly queryRank: number
    readonly outputGroups: number
    readonly outputRank: number
  }
  /** Small heads that choose the positions to attend to; one key per position in a cache of its own (DeepSeek V3.2). */
  readonly indexer?: {
    readonly headCount: number
    readonly headLength: number
    /** Keys are pooled: the cache has each key, its gate and its pooled key (GLM-5.3 Flash). */
    readonly pooled?: true
  }
  readonly queryKeyValueBias: boolean
  readonly outputBias: boolean
  /**
   * Norms on queries and keys: one vector for every head (`head`), one vector per head (`full`, Cohere), or one vector
   * over the joined heads (`joined`, OLMo 2 and MiniMax M2).
   */
  readonly queryKeyNorm: 'none' | 'head' | 'full' | 'joined'
  readonly sinks: boolean
  /** The query projection also makes an output gate of the same size (Qwen3-Next). */
  readonly outputGate: boolean
  /** Keys and values are those of an earlier layer: no cache of its own. */
  readonly sharesCache: boolean
  /** Values are the keys before their norm: no tensor for them, but a cache (Gemma 4). */
  readonly valuesAreKeys?: true
  /** Queries, keys and values are one tensor in the GGUF file (`attn_qkv`). */
  readonly fusedQueryKeyValue: boolean
}

export type Recurrent =
  | {
      readonly kind: 'mamba1'
      readonly innerLength: number
      readonly stateLength: number
      readonly convolutionLength: number
      readonly timeStepRank: number
      /** Norms on the time step and the two state vectors (Jamba). */
      readonly innerNorms?: true
      /** Time step and decay one per head instead of one per inner value, no bias of the convolution (PLaMo 2). */
      readonly headCount?: number
    }
  | {
      readonly kind: 'mamba2'
      readonly innerLength: number
      readonly stateLength: number
      readonly convolutionLength: number
      readonly headCount: number
      readonly groupCount: number
      readonly convolutionBias: boolean
      readonly projectionBias: boolean
      /** A norm on the inner values before the output projection. */
      readonly innerNorm: boolean
    }
  | {
      readonly kind: 'short-convolution'
      readonly convolutionLength: number
      readonly innerLength: number
    }
  | {
      readonly kind: 'gated-delta-net'
      readonly keyHeadCount: number
      readonly valueHeadCount: number
      readonly keyLength: number
      readonly valueLength: number
      readonly convolutionLength: number
    }
  | {
      /** Attention without softmax: a matrix per head is its whole past (MiniMax-Text-01). */
      readonly kind: 'linear-attention'
      readonly headCount: number
      readonly headLength: number
      /** A norm on each query and key head (Ling 2.5). */
      readonly queryKeyNorm?: true
    }
  | {
      readonly kind: 'kimi-delta'
      readonly headCount: number
      readonly headLength: number
      readonly convolutionLength: number
      /** Decay and output gates by one matrix each instead of two of low rank (Ling 3.0). */
      readonly fullRankGates?: true
      /** The output gate alone by one matrix, under a name of its own (Kimi K3). */
      readonly fullRankOutputGate?: true
      /** The decay of the heads is a vector, not a row for every head (GLM-5.3 Flash, Kimi K3). */
      readonly flatDecay?: true
    }

export interface FeedForward {
  readonly length: number
  /** Gate, up and down (SwiGLU); otherwise up and down. */
  readonly gated: boolean
  readonly bias: boolean
  /** Gate and up are one tensor in the GGUF file (Phi-3). */
  readonly fusedGateUp: boolean
}

export interface Experts {
  readonly count: number
  readonly usedCount: number
  readonly length: number
  readonly gated: boolean
  readonly bias: boolean
  readonly routerBias: boolean
  /** Feed-forward length of the experts that every token passes; 0 where there are none. */
  readonly sharedLength: number
  /** The shared expert is weighted by a gate of its own (Qwen2-MoE). */
  readonly sharedGate: boolean
  /** Gate and up of all routed experts are one tensor in the GGUF file (Gemma 4). */
  readonly fusedGateUp?: true
  /** Routed experts read and write vectors of this length, projected down and up around them (Nemotron 3 Super). */
  readonly latentLength?: number
  /** The projections around them have a norm and names of their own (Kimi K3). */
  readonly latentNorm?: true
}
