import { TouchstoneError } from '../base/touchstone-error.ts'
import type { ModelBytes } from './model-bytes.ts'
import type { ForcedPlacement } from './placement-result.ts'
import { tensorBytes } from './tensor-bytes.ts'

/** Tensors of blocks on devices that stay in RAM all the same, as bytes by block. */
export interface TensorsInRam {
  ofBlock(index: number): { readonly bytes: number; readonly experts: number }
}

const none = { bytes: 0, experts: 0 }

/** What `--n-cpu-moe` and `--override-tensor` keep in RAM (common/common.h, LLM_FFN_EXPS_REGEX). */
export function tensorsInRam(model: ModelBytes, forced: ForcedPlacement): TensorsInRam {
  const { weights, architecture } = model
  const { cpuMoeLayers = 0, cpuTensors = [] } = forced
  const expertsOf = (index: number) =>
    (weights.expertsBefore[index + 1] ?? 0) - (weights.expertsBefore[index] ?? 0)
  if (cpuTensors.length === 0)
    return {
      ofBlock: (index) =>
        index < cpuMoeLayers ? { bytes: expertsOf(index), experts: expertsOf(index) } : none,
    }
  const patterns = cpuTensors.map(readPattern)
  const sums = new Map<number, { all: number; bytes: number; experts: number }>()
  for (const [{ name, layer, role }, bytes] of tensorBytes(
    architecture,
    weights.recipe,
    model.importanceMatrix,
  )) {
    if (layer === undefined) continue
    const sum = sums.get(layer) ?? { all: 0, bytes: 0, experts: 0 }
    sums.set(layer, sum)
    sum.all += bytes
    const isExpert = role.includes('_exps')
    const stays =
      (isExpert && layer < cpuMoeLayers) || patterns.some((pattern) => pattern.test(name))
    if (!stays) continue
    sum.bytes += bytes
    if (isExpert) sum.experts += bytes
  }
  return {
    ofBlock: (index) => {
      const sum = sums.get(index)
      if (sum === undefined || sum.all === 0) return none
      // A publisher's own recipe is an estimate of whole blocks; its tensors are taken in proportion.
      const block = (weights.bytesBefore[index + 1] ?? 0) - (weights.bytesBefore[index] ?? 0)
      const scale = block / sum.all
      return { bytes: scale * sum.bytes, experts: scale * sum.experts }
    },
  }
}

const patternMax = 200

/** Repetitions in one pattern: matching a name of some forty characters then takes at most its length to the third. */
const repetitionsMax = 3

/**
 * A pattern of tensor names: no part in brackets is repeated, nothing refers back or looks ahead, and little is repeated
 * at all, so that no pattern takes long. Throws `invalid_input`.
 */
function readPattern(text: string): RegExp {
  const problem = `"${text.slice(0, 40)}"`
  const repetitions = text.match(/[*+?{]/g)?.length ?? 0
  const isUnsafe = /\)[*+?{]|\\[1-9k]|\(\?/.test(text)
  if (text === '' || text.length > patternMax || repetitions > repetitionsMax || isUnsafe)
    throw new TouchstoneError('invalid_input', { field: 'placement.cpuTensors', problem })
  try {
    return new RegExp(text)
  } catch {
    throw new TouchstoneError('invalid_input', { field: 'placement.cpuTensors', problem })
  }
}
