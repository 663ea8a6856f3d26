import type { GgufFields } from './gguf-fields.ts'

/** What a family's config.json says beside the common fields, from the header of its GGUF file. */
export type FamilyRule = (fields: GgufFields) => Readonly<Record<string, unknown>>

export const as =
  (model_type: string): FamilyRule =>
  () => ({ model_type })

export const routed = (fields: GgufFields) => ({
  num_experts: fields.number('expert_count'),
  num_experts_per_tok: fields.number('expert_used_count'),
  moe_intermediate_size: fields.number('expert_feed_forward_length'),
})

/** Rope factors of long contexts: the values do not matter to the shape; their count does. */
export function longRope(fields: GgufFields): Readonly<Record<string, unknown>> {
  const factors = fields.shape('rope_factors_long.weight')?.[0]
  return factors === undefined
    ? {}
    : { rope_scaling: { type: 'longrope', long_factor: Array.from({ length: factors }, () => 1) } }
}

/** The window and the blocks that keep it, where the header states them. */
export function windows(fields: GgufFields): Readonly<Record<string, unknown>> {
  const sliding = fields.flagsByLayer('attention.sliding_window_pattern')
  return {
    sliding_window: fields.number('attention.sliding_window'),
    layer_types: sliding?.map((isSliding) => (isSliding ? 'sliding_attention' : 'full_attention')),
  }
}
