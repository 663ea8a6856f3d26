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
 * Lists by layer cut to another depth, entries of blocks that predict further tokens included, and blocks that are no
 * more taken out of lists that name them; Kimi's count from 1.
 * @param {Record<string, any>} fields @param {number} from @param {number} to @returns {Record<string, any>}
 */
function shallower(fields, from, to) {
  const further = fields.num_nextn_predict_layers ?? 0
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const last = /^(kda|full_attn)_layers$/.test(name) ? to : to - 1
      if (name === 'moe_layers_enum' && typeof value === 'string')
        return [name, String(value.split(',').filter((block) => Number(block) <= last))]
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return [name, shallower(value, from, to)]
      if (!Array.isArray(value)) return [name, value]
      if (/_(layers|idxs|layer_ids)$/.test(name) && value.length < from)
        return [name, value.filter((block) => block <= last)]
      const isByLayer = value.length === from || value.length === from + further
      return [name, isByLayer ? value.slice(0, to + value.length - from) : value]
    }),
  )
}

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
    Object.assign(made, shallower(inner, inner[depthName], depth))
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
