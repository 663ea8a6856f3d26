import type { Tensor } from '../tensors/tensor.ts'
import type { Recipe } from './recipes.ts'
import type { TensorType } from './tensor-types.ts'

/**
 * Ends of roles that no recipe quantizes and that the converter writes as F32 (src/llama-quant.cpp, tensor_allows_quantization;
 * conversion/base.py, prepare_tensors). Names that do not end in `weight` are among them.
 */
const keptAsFloat32 = [
  '.bias',
  '_norm',
  'ffn_gate_inp',
  'ffn_gate_inp_shexp',
  'ffn_gate_tid2eid',
  'ssm_conv1d',
  'ssm_conv1d_q',
  'ssm_conv1d_k',
  'ssm_conv1d_v',
  'ssm_a',
  'ssm_d',
  '.scale',
  'shortconv.conv',
  'position_embd',
  'token_types',
  'attn_rel_b',
  'altup_correct_coef',
  'altup_predict_coef',
  'indexer.k_proj',
  'indexer.q_proj',
]

/** Starts of roles that no recipe quantizes and that keep the 16 bits of the converted file. */
const keptAsConverted = ['altup_', 'laurel_', 'per_layer_model_proj']

/** The same for GLM-5.3 Flash alone (src/llama-quant.cpp, "glm5-next"; conversion/glm.py, tensor_force_quant). */
const glm5Float32 = ['hc_', 'indexer_compressor_', 'indexer.proj']
const glm5Converted = [
  'indexer.attn_q_b',
  'indexer.attn_k',
  'ssm_f_a',
  'ssm_f_b',
  'ssm_g_a',
  'ssm_g_b',
  'ssm_beta',
  'attn_kv_a_mqa',
  'attn_k_b',
  'attn_v_b',
]
/** Roles that GLM-5.3 Flash does not go below Q8_0 with. */
const glm5EightBits = ['attn_q_a', 'attn_q_b', 'nextn.eh_proj']

type Keeping = 'float32' | 'converted' | 'eight-bits' | 'float32-unless-quantized' | 'quantized'

const keepingByRole = new Map<string, Keeping>()
const keepingInGlm5 = new Map<string, Keeping>()

function keepingOf(role: string, isGlm5: boolean): Keeping {
  const known = isGlm5 ? keepingInGlm5 : keepingByRole
  const before = known.get(role)
  if (before !== undefined) return before
  const keeping = decideKeeping(role, isGlm5)
  known.set(role, keeping)
  return keeping
}

function decideKeeping(role: string, isGlm5: boolean): Keeping {
  if (keptAsFloat32.some((end) => role.endsWith(end))) return 'float32'
  if (keptAsConverted.some((start) => role.startsWith(start))) return 'converted'
  // The converter keeps the heads' weights of an indexer, the quantizer does not.
  if (!isGlm5) return role === 'indexer.proj' ? 'float32-unless-quantized' : 'quantized'
  if (glm5Float32.some((start) => role.startsWith(start))) return 'float32'
  if (glm5Converted.includes(role)) return 'converted'
  return glm5EightBits.includes(role) ? 'eight-bits' : 'quantized'
}

/** The type of a tensor that the recipe has no say in; undefined where it has. Roles are few and tensors many, so each is looked at once. */
export function keptType(
  { shape, role }: Tensor,
  recipe: Recipe,
  engineName: string | undefined,
): TensorType | undefined {
  if (shape.length < 2) return 'F32'
  const keeping = keepingOf(role, engineName === 'glm5-next')
  if (keeping === 'quantized') return undefined
  if (keeping === 'float32') return 'F32'
  const isFloat = recipe === 'F32' || recipe === 'F16' || recipe === 'BF16'
  if (keeping === 'converted') return isFloat ? recipe : 'F16'
  if (keeping === 'eight-bits') return isFloat ? undefined : 'Q8_0'
  return isFloat ? 'F32' : undefined
}
