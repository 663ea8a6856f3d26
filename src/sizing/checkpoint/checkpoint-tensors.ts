import type { Architecture } from '../../facts/architecture.ts'
import type { GgmlType } from '../../facts/gguf/ggml-types.ts'
import type { TensorToWrite } from '../../facts/gguf/write-gguf-header.ts'
import { furtherBlocks } from '../further-blocks.ts'
import type { Tensor } from '../tensors/tensor.ts'
import { blockTensors, tensorsOutsideBlocks } from '../tensors/tensors-of.ts'
import { typeChooser } from '../weights.ts'

export interface CheckpointTensor extends TensorToWrite {
  readonly tensor: Tensor
}

/** Names that llama.cpp looks for without the usual ending (src/models/falcon-h1.cpp, hy-v3.cpp, plamo2.cpp). */
const bareNames: Readonly<Record<string, readonly string[]>> = {
  'falcon-h1': ['ffn_norm'],
  plamo3: ['post_attention_norm', 'post_ffw_norm'],
  plamo2: ['post_attention_norm', 'post_ffw_norm', 'ssm_dt_norm', 'ssm_b_norm', 'ssm_c_norm'],
  hy_v3: ['exp_probs_b'],
}

/** Tables of indices: as long as F32, which is what they count as everywhere else. */
const indexRoles = new Set(['ffn_gate_tid2eid'])

/**
 * Every tensor of the file that llama.cpp's converter and quantizer would write, in the file's order, with its type:
 * what `weightsOf` sums up. Throws `unknown_quantization`.
 */
export function checkpointTensors(
  architecture: Architecture,
  quantization: string,
  importanceMatrix?: boolean,
): readonly CheckpointTensor[] {
  const blocks = [...architecture.layers, ...furtherBlocks(architecture)]
  const tensors = [
    ...tensorsOutsideBlocks(architecture),
    ...blocks.flatMap((layer, index) => blockTensors(architecture, layer, index)),
  ]
  const chosen = typeChooser(architecture, quantization, importanceMatrix)
  const bare = bareNames[architecture.engineName ?? ''] ?? []
  return tensors.map((tensor) => ({
    name: bare.includes(tensor.role) ? withoutEnding(tensor.name) : tensor.name,
    shape: tensor.shape,
    type: typeOf(tensor, chosen(tensor)),
    tensor,
  }))
}

function typeOf({ role }: Tensor, chosen: GgmlType): GgmlType {
  return indexRoles.has(role) ? 'I32' : chosen
}

function withoutEnding(name: string): string {
  return name.replace(/\.(weight|bias)$/, '')
}
