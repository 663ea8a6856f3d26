import type { Architecture } from '../../facts/architecture.ts'
import {
  type MetadataValue,
  type PlacedTensor,
  type TensorToWrite,
  writeGgufHeader,
} from '../../facts/gguf/write-gguf-header.ts'
import { architectureMetadata } from '../../sizing/checkpoint/architecture-metadata.ts'
import {
  type CheckpointTensor,
  checkpointTensors,
} from '../../sizing/checkpoint/checkpoint-tensors.ts'
import { tokenizerMetadata } from '../../sizing/checkpoint/synthetic-tokenizer.ts'
import { blockTensors, tensorsOutsideBlocks } from '../../sizing/tensors/tensors-of.ts'
import { type Cut, reduceArchitecture } from './reduce-architecture.ts'

/** Everything of a twin's file but the weights. */
export interface TwinPlan {
  readonly architecture: Architecture
  readonly header: Uint8Array
  readonly tensors: readonly (PlacedTensor & { readonly role: string })[]
  readonly fileBytes: number
}

/** Tokens that a twin is fed are among the first so many: of a table that is only looked up, no other row is written. */
export const tokensUsed = 4096

/**
 * Header and tensors of a model cut down: every tensor has the type that it has in the whole model, where its block
 * stands, so that a few blocks have the mixture of a recipe. Throws `unsupported_architecture`, `unknown_quantization`.
 */
export function planTwin(architecture: Architecture, quantization: string, cut: Cut): TwinPlan {
  const reduced = reduceArchitecture(architecture, cut)
  const whole = wholeTensors(architecture, quantization)
  const outside = tensorsOutsideBlocks(reduced).map((tensor) => {
    const original = whole.get(`- ${tensor.role}`)
    return {
      role: tensor.role,
      written: toWrite(original, tensor.shape, original?.name ?? tensor.name),
    }
  })
  const inside = cut.blocks.flatMap((block, index) => {
    const layer = reduced.layers[index]
    if (layer === undefined) return []
    return blockTensors(reduced, layer, index).map((tensor) => {
      const original = whole.get(`${block} ${tensor.role}`)
      const name = original?.name.replace(/^blk\.\d+\./, `blk.${index}.`) ?? tensor.name
      return { role: tensor.role, written: toWrite(original, tensor.shape, name) }
    })
  })
  const all = [...outside, ...inside]
  const { header, tensors, fileBytes } = writeGgufHeader(
    metadataOf(reduced),
    all.map(({ written }) => written),
  )
  return {
    architecture: reduced,
    header,
    fileBytes,
    tensors: tensors.map((tensor, index) => ({ ...tensor, role: all[index]?.role ?? '' })),
  }
}

const known = new WeakMap<Architecture, Map<string, ReadonlyMap<string, CheckpointTensor>>>()

/** Tensors of the whole model by block and role. */
function wholeTensors(
  architecture: Architecture,
  quantization: string,
): ReadonlyMap<string, CheckpointTensor> {
  const ofArchitecture = known.get(architecture) ?? new Map()
  known.set(architecture, ofArchitecture)
  const before = ofArchitecture.get(quantization)
  if (before !== undefined) return before
  const made = new Map(
    checkpointTensors(architecture, quantization).map((one) => [
      `${one.tensor.layer ?? '-'} ${one.tensor.role}`,
      one,
    ]),
  )
  ofArchitecture.set(quantization, made)
  return made
}

function toWrite(
  original: CheckpointTensor | undefined,
  shape: readonly number[],
  name: string,
): TensorToWrite {
  return { name, shape, type: original?.type ?? 'F32' }
}

function metadataOf(architecture: Architecture): (readonly [string, MetadataValue])[] {
  return [
    ...architectureMetadata(architecture, architecture.engineName ?? ''),
    ...tokenizerMetadata(architecture.vocabularySize, 'none'),
  ]
}

/** Types of a block's tensors in the whole model, as one word: blocks of a kind that differ in it are its variants. */
export function variantsOf(
  architecture: Architecture,
  quantization: string,
): { readonly variant: string; readonly bytes: number }[] {
  const blocks = architecture.layers.map(() => ({ variant: '', bytes: 0 }))
  const { tensors } = writeGgufHeader([], checkpointTensors(architecture, quantization))
  const roles = checkpointTensors(architecture, quantization)
  for (const [index, tensor] of tensors.entries()) {
    const block = blocks[roles[index]?.tensor.layer ?? -1]
    if (block === undefined) continue
    block.variant += `${tensor.type} `
    block.bytes += tensor.bytes
  }
  return blocks
}
