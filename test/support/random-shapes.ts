import type { Architecture } from '../../src/facts/architecture.ts'
import { readArchitecture } from '../../src/facts/config-json/read-config.ts'

/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.whole(0, choices.length - 1)]
    if (choice === undefined) throw new Error('nothing to pick from')
    return choice
  }
}

const families = [
  'llama',
  'qwen3',
  'qwen3_moe',
  'gemma3_text',
  'gpt_oss',
  'deepseek_v3',
  'glm4_moe',
  'falcon_h1',
  'granitemoehybrid',
  'lfm2',
] as const

/** A config.json of any family that can be read, small enough for many of them in one test. */
export function randomConfig(random: Random): Record<string, unknown> {
  const model_type = random.pick(families)
  const num_hidden_layers = random.whole(1, 64)
  const heads = random.pick([4, 8, 16, 32])
  const attention = () => random.pick(['full_attention', 'sliding_attention'])
  const mamba = () => random.pick(['mamba', 'mamba', 'attention'])
  const convolution = () => random.pick(['conv', 'full_attention'])
  const kind = { granitemoehybrid: mamba, lfm2: convolution, gpt_oss: attention }[
    model_type as string
  ]
  return {
    model_type,
    num_hidden_layers,
    hidden_size: 256 * random.whole(1, 24),
    intermediate_size: 256 * random.whole(1, 48),
    moe_intermediate_size: 256 * random.whole(1, 8),
    shared_intermediate_size: 256 * random.whole(1, 8),
    vocab_size: random.whole(1_000, 200_000),
    num_attention_heads: heads,
    num_key_value_heads: random.pick([1, 2, 4]),
    head_dim: random.pick([64, 128]),
    max_position_embeddings: 131_072,
    tie_word_embeddings: random.pick([true, false]),
    sliding_window: random.pick([128, 512, 1024, 4096]),
    num_local_experts: random.pick([4, 8, 32, 64]),
    num_experts: model_type === 'lfm2' ? undefined : random.pick([8, 16, 64]),
    n_routed_experts: random.pick([8, 64]),
    n_shared_experts: random.whole(0, 2),
    num_experts_per_tok: random.whole(1, 4),
    num_nextn_predict_layers: random.whole(0, 1),
    first_k_dense_replace: random.whole(0, 3),
    mamba_d_ssm: 1024 * random.whole(1, 4),
    mamba_n_heads: 32,
    mamba_d_state: random.pick([64, 128, 256]),
    ...(kind === undefined ? {} : { layer_types: Array.from({ length: num_hidden_layers }, kind) }),
  }
}

export function randomShape(random: Random): Architecture {
  return readArchitecture(randomConfig(random))
}
