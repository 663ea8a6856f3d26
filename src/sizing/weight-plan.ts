import type { Architecture, Layer } from '../facts/architecture.ts'
import { furtherBlocks } from './further-blocks.ts'
import { layerGroups } from './layer-groups.ts'
import { isValueTensor } from './quantization/choose-type.ts'
import { bytesOf, type TensorType } from './quantization/tensor-types.ts'
import type { Tensor } from './tensors/tensor.ts'
import { blockTensors, tensorsOutsideBlocks } from './tensors/tensors-of.ts'

/**
 * What of a shape every recipe shares: the tensors of each kind of block, in the order in which the file has them.
 * Remembered per architecture object by `weightPlanOf`.
 */
export interface WeightPlan {
  readonly outside: readonly Tensor[]
  /** By block object; for blocks that predict further tokens their own list. */
  readonly ofLayer: ReadonlyMap<Layer, readonly Tensor[]>
  readonly further: readonly (readonly Tensor[])[]
  /** Tensors of "attention values" in the whole file. */
  readonly valueTensorCount: number
  readonly tensorCount: number
  /** Values of the model's own blocks and of its head: all but what is looked up by token. */
  readonly valuesBesideInputs: number
}

/** Looked up by token, and in RAM whatever happens. */
const inputRoles = new Set(['token_embd', 'per_layer_token_embd'])

function sumOfValues(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { values }) => sum + values, 0)
}

const knownPlans = new WeakMap<Architecture, WeightPlan>()

export function weightPlanOf(architecture: Architecture): WeightPlan {
  const before = knownPlans.get(architecture)
  if (before !== undefined) return before
  const { layers } = architecture
  const ofLayer = new Map<Layer, readonly Tensor[]>()
  for (const [index, layer] of layers.entries())
    if (!ofLayer.has(layer)) ofLayer.set(layer, blockTensors(architecture, layer, index))
  const further = furtherBlocks(architecture).map((layer, index) =>
    blockTensors(architecture, layer, layers.length + index),
  )
  const outside = tensorsOutsideBlocks(architecture)
  let [valueTensorCount, tensorCount] = [0, outside.length]
  const count = (tensors: readonly Tensor[], times: number) => {
    valueTensorCount += times * tensors.filter(isValueTensor).length
    tensorCount += times * tensors.length
  }
  let valuesBesideInputs = sumOfValues(outside.filter(({ role }) => !inputRoles.has(role)))
  for (const [layer, times] of layerGroups(architecture)) {
    const tensors = ofLayer.get(layer) ?? []
    count(tensors, times)
    valuesBesideInputs += times * sumOfValues(tensors)
  }
  for (const tensors of further) count(tensors, 1)
  const plan = { outside, ofLayer, further, valueTensorCount, tensorCount, valuesBesideInputs }
  knownPlans.set(architecture, plan)
  return plan
}

/**
 * The fewest bytes that a model's blocks and head take when no tensor is of fewer bits than `type`: a bound that is known
 * without choosing a type for any of them.
 */
export function leastBytes(architecture: Architecture, type: TensorType): number {
  return bytesOf(type, weightPlanOf(architecture).valuesBesideInputs)
}
