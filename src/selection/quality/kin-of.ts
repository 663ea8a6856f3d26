export interface Kin {
  /** The letters that the id begins with: `qwen` of `qwen3.5-9b`. */
  readonly maker: string
  /** What stands before its size and before words on how it was tuned: `qwen3.5`. */
  readonly generation: string
}

/** Whom a model's siblings are, by its id; the same as in the fit (scripts/fit-quality-cells.mjs). */
export function kinOf(id: string): Kin {
  const generation = id
    .replace(/-(\d+(\.\d+)?[bmtk]|\d+x\d+b|[ae]\d+(\.\d+)?b)(-.*)?$/, '')
    .replace(
      /-(instruct|chat|thinking|think|base|preview|mini|small|medium|large|flash|pro|air|plus|lite|nano|super|ultra|0\d{3}|2\d{3})(-.*)?$/,
      '',
    )
  return { maker: /^[a-z]+/.exec(id)?.[0] ?? '', generation }
}
