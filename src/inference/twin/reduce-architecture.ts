import type { Architecture, ExtraTensor, Layer } from '../../facts/architecture.ts'

/** What is cut from a model to make a twin of it. */
export interface Cut {
  /** Blocks of the model, in order. */
  readonly blocks: readonly number[]
  /** Routed experts that every block keeps at most. */
  readonly expertCount: number
  /** Rows of embedding and head. */
  readonly vocabularySize: number
}

/**
 * A model of the same widths with fewer blocks, experts and tokens. The work per token stays: as many experts are chosen.
 * Blocks that predict further tokens are left out. Equal blocks stay the same object.
 */
export function reduceArchitecture(architecture: Architecture, cut: Cut): Architecture {
  const reduced = new Map<Layer, Layer>()
  const layers = cut.blocks.flatMap((index) => {
    const layer = architecture.layers[index]
    if (layer === undefined) return []
    const made = reduced.get(layer) ?? reduceLayer(layer, cut.expertCount)
    reduced.set(layer, made)
    return [made]
  })
  const vocabularySize = Math.min(architecture.vocabularySize, cut.vocabularySize)
  const { outputVocabularySize, ...rest } = architecture
  return {
    ...rest,
    vocabularySize,
    ...(outputVocabularySize === undefined
      ? {}
      : { outputVocabularySize: Math.min(outputVocabularySize, vocabularySize) }),
    layers,
    nextTokenPredictionLayers: [],
    extraTensors: architecture.extraTensors.map((tensor) =>
      reduceExtra(tensor, architecture, layers.length, vocabularySize),
    ),
  }
}

function reduceLayer(layer: Layer, expertCount: number): Layer {
  const { experts, extraTensors } = layer
  if (experts === undefined || experts.count <= expertCount) return layer
  const count = Math.max(expertCount, experts.usedCount)
  return {
    ...layer,
    experts: { ...experts, count },
    ...(extraTensors === undefined
      ? {}
      : {
          extraTensors: extraTensors.map((tensor) => ({
            ...tensor,
            shape: tensor.name.includes('exp')
              ? tensor.shape.map((length) => (length === experts.count ? count : length))
              : tensor.shape,
          })),
        }),
  }
}

/** Vectors per block and token are one row for all blocks (Gemma 3n and 4): the row gets shorter with them. */
function reduceExtra(
  tensor: ExtraTensor,
  { layers, vocabularySize }: Architecture,
  blockCount: number,
  tokens: number,
): ExtraTensor {
  if (!tensor.name.startsWith('per_layer')) return tensor
  const shape = tensor.shape.map((length) => {
    if (length === vocabularySize) return tokens
    return tensor.name !== 'per_layer_proj_norm' &&
      length % layers.length === 0 &&
      length > layers.length
      ? (length / layers.length) * blockCount
      : length
  })
  return { ...tensor, shape }
}
