// Records of a catalogue of any size, made of the facts of the real ones by a seeded generator.

/** Mulberry32: the same numbers on every machine. @param {number} seed */
function seeded(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** @param {number} bound */
    below: (bound) => Math.floor(next() * bound),
    /** @template T @param {readonly T[]} list @returns {T} */
    one: (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]),
  }
}

const words =
  'instruct chat coder math dpo sft merge vision long tuned distill agent roleplay medical'
/** Fields whose numbers make another shape of the same kind. */
const varied = ['num_hidden_layers', 'intermediate_size', 'vocab_size', 'max_position_embeddings']

/**
 * Records of as many facts as the real ones have, each fact taken from a real record by itself. As in the real
 * catalogue, 56 % of the shapes, most totals and every second price list occur once.
 * @param {any[]} real @param {number} wanted
 */
export function syntheticRecords(real, wanted) {
  const chance = seeded(20_261_124)
  const fields = [...new Set(real.flatMap((record) => Object.keys(record.facts)))]
  const having = new Map(
    fields.map((field) => [field, real.filter((record) => record.facts[field] !== undefined)]),
  )
  /** @type {string[]} */
  const ids = []
  return Array.from({ length: wanted }, (_, number) => {
    const origin = chance.one(real)
    const owner = chance.one(real).id.split('-')[0]
    const kind = chance.one(words.split(' '))
    const id = `${origin.id.slice(0, 40)}-${owner}-${kind}-${number.toString(36)}`
    /** @type {Record<string, any>} */
    const facts = {}
    for (const field of fields) {
      const givers = having.get(field) ?? []
      if (chance.next() * real.length >= givers.length) continue
      facts[field] = variedFact(field, chance.one(givers).facts[field], id, chance)
    }
    // What a model was made from is one of its own catalogue.
    if (facts.baseModel !== undefined && ids.length > 0)
      facts.baseModel = [{ ...facts.baseModel[0], value: chance.one(ids) }]
    ids.push(id)
    return { id, status: origin.status, names: namesOf(origin, owner, kind, number), facts }
  })
}

/** @param {any} origin @param {string} owner @param {string} kind @param {number} number */
function namesOf({ names }, owner, kind, number) {
  const tail = ` ${owner} ${kind} ${number.toString(36)}`
  const renamed = Object.fromEntries(
    Object.entries(names).map(([locale, name]) => [
      locale,
      locale === 'aliases' ? name.map((/** @type {string} */ one) => one + tail) : name + tail,
    ]),
  )
  return renamed
}

/** @param {string} field @param {any[]} claims @param {string} id @param {ReturnType<typeof seeded>} chance */
function variedFact(field, claims, id, chance) {
  const [first, ...rest] = claims
  if (field === 'repository') return [{ ...first, value: `${first.value}-${id.slice(-12)}` }]
  if (field === 'prices')
    return claims.map((claim) => ({ ...claim, value: variedPrice(claim.value, chance) }))
  if (/Params$/.test(field)) return [{ ...first, value: scaled(first.value, chance) }, ...rest]
  if (field === 'config' && chance.next() < 0.56)
    return [{ ...first, value: variedShape(first.value, chance) }]
  return claims
}

/** @param {any} price @param {ReturnType<typeof seeded>} chance */
function variedPrice(price, chance) {
  if (chance.next() < 0.5) return price
  const cents = (/** @type {number} */ usd) => Math.round(usd * (0.5 + chance.next()) * 100) / 100
  return {
    ...price,
    inputUsdPerMillionTokens: cents(price.inputUsdPerMillionTokens),
    outputUsdPerMillionTokens: cents(price.outputUsdPerMillionTokens),
  }
}

/** @param {any} config @param {ReturnType<typeof seeded>} chance */
function variedShape(config, chance) {
  const changed = varied.filter((field) => typeof config[field] === 'number')
  return {
    ...config,
    ...Object.fromEntries(changed.map((field) => [field, config[field] + 8 * chance.below(64)])),
  }
}

/** @param {number} value @param {ReturnType<typeof seeded>} chance */
function scaled(value, chance) {
  return Math.max(1, Math.round(value * (0.8 + 0.4 * chance.next())))
}
