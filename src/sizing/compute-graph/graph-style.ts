import type { Architecture, Attention, Experts } from '../../facts/architecture.ts'
import type { Choosing } from './network-graph.ts'

/** How a family's graph differs from Llama's (src/models/*.cpp). */
export interface GraphStyle {
  readonly scalesEmbedding: boolean
  readonly normsEmbedding: boolean
  readonly scalesResidual: boolean
  /** Attention and network read the same input, and both are added to it: the input first, or attention first. */
  readonly isParallel: false | 'input first' | 'attention first'
  /** Its norms have a mean, so that they cannot lie where their source did, whether or not they have biases. */
  readonly normsHaveMean: boolean
  /** `post_attention_norm` stands behind attention and in front of the sum; elsewhere it is the network's own. */
  readonly normsBehind: boolean
  readonly normsQueriesBehind: boolean
  /** Turned queries and keys get a norm without weights (Llama 4 Scout). */
  readonly normsTurned: boolean
  readonly scalesQueries: boolean
  /** The sums are written as input plus result, so that the memory of the input is taken for them. */
  readonly sumsOnto: { readonly attention: boolean; readonly network: boolean }
  /** Rows of the tokens that give logits are taken in the last block, or behind it, in front of the last norm or behind. */
  readonly choosesOutputs: 'in last block' | 'before norm' | 'behind norm'
  readonly stepsBehindLogits: number
  /** Vectors of images that are laid beside the embedding, one for each of the first blocks. */
  readonly stackedInputs: number
  readonly squares: boolean
  turns(attention: Attention, index: number): boolean
  choosing(experts: Experts): Choosing
}

const attentionFirst = new Set(['falcon', 'phi2'])
const inputFirst = new Set(['gptneox', 'command-r', 'cohere2', 'cohere2moe'])
const behind = new Set(
  'gemma2 gemma3 gemma4 gemma3n glm4 olmo2 exaone4 afmoe muse-glimmer plamo2 plamo3'.split(' '),
)
const embeddingScaled = new Set(
  'gemma gemma2 gemma3 gemma3n gemma4 granite granitemoe granitehybrid minicpm grok afmoe'.split(
    ' ',
  ),
)
const unturned = new Set(
  'gpt2 bloom mpt starcoder jais jamba nemotron_h nemotron_h_moe refact t5'.split(' '),
)
const withMean = new Set('command-r cohere2 cohere2moe mpt dbrx olmo'.split(' '))
const onlyWindowsTurned = new Set(
  'cohere2 cohere2moe muse-glimmer exaone4 exaone-moe llama4 afmoe'.split(' '),
)
const summedOnto = new Set(['jamba', 'lfm2', 'lfm2moe'])
const weightsScaled = new Set(
  'afmoe bailingmoe2 bailingmoe3 cohere2moe deepseek2 deepseek32 deepseek4 dots1 exaone-moe glm-dsa glm4moe hy_v3 hy_v4 kimi-k3 kimi-linear laguna minimax-m3 mistral4 nemotron_h_moe step35'.split(
    ' ',
  ),
)
const weightsAsTheyAre = new Set(['llama4', 'qwen2moe', 'jamba', 'gpt-oss'])
const choosesBehind = new Set(
  'qwen35 qwen35moe qwen3next gemma3n gemma4 nemotron_h nemotron_h_moe cohere2moe'.split(' '),
)
const choosesBefore = new Set(['gpt-oss', 'step35', 'gemma3n'])
const stepsBehindLogits: Readonly<Record<string, number>> = {
  gemma2: 3,
  gemma3n: 3,
  gemma4: 3,
  granite: 1,
  granitemoe: 1,
  granitehybrid: 1,
  'command-r': 1,
  cohere2: 1,
  cohere2moe: 1,
  grok: 1,
  minicpm: 1,
  'muse-glimmer': 4,
}

export function styleOf(architecture: Architecture): GraphStyle {
  const { engineName = '', norm, layers } = architecture
  const hasWindows = layers.some(({ attention }) => attention && attention.kind !== 'full')
  const hasOneNorm = layers[0]?.normCount === 1
  return {
    scalesEmbedding: embeddingScaled.has(engineName),
    normsEmbedding: engineName === 'muse-glimmer',
    scalesResidual: engineName.startsWith('granite') || engineName === 'minicpm',
    isParallel: attentionFirst.has(engineName)
      ? 'attention first'
      : inputFirst.has(engineName) || (engineName === 'stablelm' && hasOneNorm)
        ? 'input first'
        : false,
    normsHaveMean: norm !== 'rms' || withMean.has(engineName),
    normsBehind: behind.has(engineName),
    normsQueriesBehind: engineName === 'llama4' || engineName.startsWith('hunyuan'),
    normsTurned:
      engineName === 'llama4' && layers.every(({ experts }) => (experts?.count ?? 0) < 128),
    scalesQueries: ['gemma', 'gemma2', 'gemma3', 'phi2', 'phi3', 'phimoe'].includes(engineName),
    sumsOnto: {
      attention: summedOnto.has(engineName),
      network: summedOnto.has(engineName) || engineName === 'phi3' || engineName === 'phimoe',
    },
    choosesOutputs: choosesBefore.has(engineName)
      ? 'before norm'
      : choosesBehind.has(engineName)
        ? 'behind norm'
        : 'in last block',
    stepsBehindLogits: stepsBehindLogits[engineName] ?? 0,
    stackedInputs: engineName.startsWith('qwen3vl') ? 3 : 0,
    squares: engineName.startsWith('nemotron') || engineName === 'arcee' || engineName === 'jais2',
    turns: ({ kind }, index) => {
      if (unturned.has(engineName)) return false
      if (engineName === 'cohere2moe' && layers[index]?.feedForward !== undefined) return true
      if (engineName === 'smollm3') return (index + 1) % 4 !== 0
      return !onlyWindowsTurned.has(engineName) || !hasWindows || kind !== 'full'
    },
    choosing: (experts) => ({
      squares: engineName.startsWith('nemotron'),
      isSoftmax: !experts.routerBias || experts.bias,
      normalizes: !weightsAsTheyAre.has(engineName),
      scales: weightsScaled.has(engineName),
      weighsFirst: engineName === 'llama4',
    }),
  }
}
