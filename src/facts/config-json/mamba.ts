import type { Architecture, FeedForward, Layer, Recurrent } from '../architecture.ts'
import { type ConfigFields, invalid } from './config-fields.ts'
import { embeddingLength, readAttention, readDecoder, readFeedForward } from './decoder.ts'
import { plainExperts } from './llama.ts'

/** State space models know no longest context; the converter writes this one (llama.cpp conversion/mamba.py). */
const contextOfStateSpace = 1_048_576

/** Mamba and Falcon-Mamba, whose further norms have no weights: nothing but state space blocks (llama.cpp src/models/mamba.cpp). */
export function readMamba(fields: ConfigFields): Architecture {
  const embedding = embeddingLength(fields)
  const innerLength = fields.count(['intermediate_size', 'd_inner'], 2 * embedding)
  if (fields.boolean('use_bias', false)) throw invalid('use_bias', 'projections with bias')
  const layer: Layer = {
    recurrent: {
      kind: 'mamba1',
      innerLength,
      stateLength: fields.count(['state_size', 'd_state'], 16),
      convolutionLength: fields.count(['conv_kernel', 'd_conv'], 4),
      timeStepRank: timeStepRank(fields, 'time_step_rank', embedding),
    },
    normCount: 1,
  }
  return readDecoder(fields, {
    engineName: 'mamba',
    modelType: fields.text('model_type') ?? 'mamba',
    tiedByDefault: true,
    contextDefault: contextOfStateSpace,
    layer: () => layer,
  })
}

/** A number, or "auto": a sixteenth of the width, rounded up. */
function timeStepRank(fields: ConfigFields, name: string, embedding: number): number {
  const isAuto = fields.text(name) === 'auto' || !fields.has(name)
  return isAuto ? Math.ceil(embedding / 16) : fields.count(name)
}

/** Mamba-2, Codestral Mamba (Mamba2Config; llama.cpp src/models/mamba2.cpp). */
export function readMamba2(fields: ConfigFields): Architecture {
  const headLength = fields.count(['head_dim', 'mamba_d_head'], 64)
  const innerLength = fields.count('expand', 2) * embeddingLength(fields)
  const headCount = innerLength / headLength
  if (!Number.isInteger(headCount))
    throw invalid('head_dim', `${innerLength} does not divide into heads of ${headLength}`)
  if (fields.has('num_heads') && fields.count('num_heads') !== headCount)
    throw invalid('num_heads', `not ${headCount}, as expand, hidden_size and head_dim say`)
  const groupCount = fields.count('n_groups', 8)
  if (innerLength % groupCount !== 0)
    throw invalid('n_groups', `${innerLength} does not divide over ${groupCount} groups`)
  const layer: Layer = {
    recurrent: {
      kind: 'mamba2',
      innerLength,
      stateLength: fields.count(['state_size', 'd_state'], 128),
      convolutionLength: fields.count(['conv_kernel', 'd_conv'], 4),
      headCount,
      groupCount,
      convolutionBias: fields.boolean('use_conv_bias', true),
      projectionBias: fields.boolean('use_bias', false),
      innerNorm: true,
    },
    normCount: 1,
  }
  return readDecoder(fields, {
    engineName: 'mamba2',
    modelType: 'mamba2',
    tiedByDefault: false,
    contextDefault: contextOfStateSpace,
    layer: () => layer,
  })
}

/**
 * Jamba: Mamba blocks with norms on what they select, attention in every `attn_layer_period`-th, experts in every
 * `expert_layer_period`-th (JambaConfig; llama.cpp src/models/jamba.cpp). One expert is a plain network.
 */
export function readJamba(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headCountKvDefault: 8 })
  const recurrent = jambaMamba(fields)
  const expertCount = fields.count('num_experts', 16)
  const feedForward: FeedForward = readFeedForward(fields)
  const experts = plainExperts(
    expertCount,
    fields.count('num_experts_per_tok', 2),
    fields.count('intermediate_size'),
  )
  const hasAttention = every(fields, 'attn_layer', 8, 4)
  const hasExperts = every(fields, 'expert_layer', 2, 1)
  return readDecoder(fields, {
    engineName: 'jamba',
    modelType: 'jamba',
    tiedByDefault: false,
    contextDefault: 262_144,
    layer: (index) => ({
      ...(hasAttention(index) ? { attention } : { recurrent }),
      ...(expertCount > 1 && hasExperts(index) ? { experts } : { feedForward }),
      normCount: 2,
    }),
  })
}

function jambaMamba(fields: ConfigFields): Recurrent {
  const embedding = embeddingLength(fields)
  if (fields.boolean('mamba_proj_bias', false))
    throw invalid('mamba_proj_bias', 'projections with bias')
  return {
    kind: 'mamba1',
    innerLength: fields.count('mamba_expand', 2) * embedding,
    stateLength: fields.count('mamba_d_state', 16),
    convolutionLength: fields.count('mamba_d_conv', 4),
    timeStepRank: timeStepRank(fields, 'mamba_dt_rank', embedding),
    innerNorms: true,
  }
}

/** Blocks at an offset and every so many behind it (configuration_jamba.py, layers_block_type). */
function every(
  fields: ConfigFields,
  name: string,
  periodDefault: number,
  offsetDefault: number,
): (index: number) => boolean {
  const period = fields.count(`${name}_period`, periodDefault)
  const offset = fields.countOrZero(`${name}_offset`, offsetDefault)
  if (offset >= period) throw invalid(`${name}_offset`, `${offset} of a period of ${period}`)
  return (index) => index % period === offset
}
