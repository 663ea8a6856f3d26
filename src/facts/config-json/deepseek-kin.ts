import type { Architecture, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import { readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { latentAttention, readDeepseekV2, readDeepseekV3, routedExperts } from './deepseek.ts'

/** Youtu-LLM (YoutuConfig): DeepSeek V3 without experts; llama.cpp reads it as `deepseek2`. */
export function readYoutu(fields: ConfigFields): Architecture {
  const known = fields.has('q_lora_rank') ? fields : fields.with('q_lora_rank', 1536)
  const layer: Layer = {
    attention: latentAttention(known),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'deepseek2',
    modelType: 'youtu',
    tiedByDefault: true,
    vocabularyDefault: 128_256,
    contextDefault: 131_072,
    layer: () => layer,
  })
}

/** Mistral Small 4 (Mistral4Config): DeepSeek V2's blocks under a name of their own (llama.cpp src/models/mistral4.cpp). */
export const readMistral4 = (fields: ConfigFields): Architecture => ({
  ...readDeepseekV2(fields),
  engineName: 'mistral4',
  modelType: 'mistral4',
})

/** A.X K1 (AXK1Config): DeepSeek V3 with a norm behind every network; the converter of llama.cpp does not take it. */
export function readAxk1(fields: ConfigFields): Architecture {
  const shape = readDeepseekV3(fields)
  const withNorm = new Map<Layer, Layer>()
  for (const layer of new Set(shape.layers)) withNorm.set(layer, { ...layer, ...axk1Norms })
  return {
    ...shape,
    engineName: undefined,
    modelType: 'axk1',
    layers: shape.layers.map((layer) => withNorm.get(layer) ?? layer),
  }
}

/** Sarvam 105B: DeepSeek V3's blocks under other names of the fields; the converter of llama.cpp does not take it. */
export const readSarvamMla = (fields: ConfigFields): Architecture => ({
  ...readDeepseekV3(
    fields
      .with('n_routed_experts', fields.count('num_experts'))
      .with('n_shared_experts', fields.countOrZero('num_shared_experts', 0)),
  ),
  engineName: undefined,
  modelType: 'sarvam_mla',
})

const axk1Norms = { normCount: 3, normNames: ['attn_norm', 'ffn_norm', 'post_ffw_norm'] } as const

/** Solar Open (SolarOpenConfig): GLM-4.5's blocks, all with experts; llama.cpp reads it as `glm4moe`. */
export function readSolarOpen(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, {
      headLengthDefault: 128,
      headCountKvDefault: 8,
      queryKeyValueBias: fields.boolean('attention_bias', false),
    }),
    experts: { ...routedExperts(fields), routerBias: true },
    normCount: 2,
    normNames: ['attn_norm', 'post_attention_norm'],
  }
  return readDecoder(fields, {
    engineName: 'glm4moe',
    modelType: 'solar_open',
    tiedByDefault: false,
    layer: () => layer,
  })
}
