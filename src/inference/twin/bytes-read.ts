import type { TwinPlan } from './twin-tensors.ts'

/** Bytes of weights that one decoded token reads: of routed experts those in use, of tables one row. */
export function bytesReadPerToken({ architecture, tensors }: TwinPlan): number {
  const experts = architecture.layers.find((layer) => layer.experts !== undefined)?.experts
  const share = experts === undefined ? 1 : experts.usedCount / experts.count
  return tensors.reduce((sum, { role, bytes }) => {
    if (role.includes('_exps')) return sum + bytes * share
    const isTable =
      role === 'position_embd' ||
      role === 'per_layer_token_embd' ||
      (role === 'token_embd' && !architecture.tiedEmbeddings)
    return isTable ? sum : sum + bytes
  }, 0)
}

/** Bytes of the head. */
export function headBytes({ architecture, tensors }: TwinPlan): number {
  const role = architecture.tiedEmbeddings ? 'token_embd' : 'output'
  return tensors.find((tensor) => tensor.role === role)?.bytes ?? 0
}
