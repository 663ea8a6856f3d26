/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
  #state
  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed
  }

  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** @param {number} min @param {number} max */
  whole(min, max) {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** @template T @param {readonly T[]} choices @returns {T} */
  pick(choices) {
    return /** @type {T} */ (choices[this.whole(0, choices.length - 1)])
  }
}

const lengths = ['intermediate_size', 'moe_intermediate_size', 'ffn_hidden_size', 'n_inner', 'd_ff']
const heads = ['num_attention_heads', 'num_key_value_heads']
const depths = ['num_hidden_layers', 'n_layer', 'n_layers']

/**
 * A published config with other numbers: another depth, vocabulary, width, other lengths, heads and experts, so that rules
 * are tried where no model is. What does not go together is refused by the reader or the engine, and drawn again.
 * @param {Record<string, any>} config @param {Random} random
 */
export function randomized(config, random) {
  const inner = config.text_config === undefined ? config : config.text_config
  const made = { ...inner }
  const depthName = depths.find((name) => typeof inner[name] === 'number')
  if (depthName !== undefined) {
    const depth = random.whole(Math.min(4, inner[depthName]), inner[depthName])
    for (const [name, value] of Object.entries(inner))
      if (Array.isArray(value) && value.length === inner[depthName])
        made[name] = value.slice(0, depth)
    made[depthName] = depth
  }
  if (typeof inner.vocab_size === 'number') made.vocab_size = 64 * random.whole(100, 4000)
  for (const name of lengths)
    if (typeof inner[name] === 'number') made[name] = 256 * random.whole(1, 48)
  if (typeof inner.num_experts_per_tok === 'number')
    made.num_experts_per_tok = random.whole(1, inner.num_experts_per_tok)
  const scale = random.pick([1, 1, 2])
  const isScaled = scale > 1 && heads.every((name) => Number.isInteger((inner[name] ?? 1) / scale))
  if (
    isScaled &&
    typeof inner.hidden_size === 'number' &&
    Number.isInteger(inner.hidden_size / scale / 32)
  ) {
    made.hidden_size = inner.hidden_size / scale
    for (const name of heads) if (typeof inner[name] === 'number') made[name] = inner[name] / scale
  } else if (typeof inner.head_dim === 'number' && typeof inner.hidden_size === 'number')
    made.hidden_size = 256 * random.whole(2, 24)
  return config.text_config === undefined ? made : { ...config, text_config: made }
}
