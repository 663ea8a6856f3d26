import { expect, it } from 'vitest'
import { convertedFamilies } from '../../../test/support/converted-families.ts'
import { convertedHeaders } from '../../../test/support/converted-headers.ts'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { Random, randomShape } from '../../../test/support/random-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import type { Architecture } from '../../facts/architecture.ts'
import { bytesInMemory } from '../../facts/byte-source.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { readGgufHeader } from '../../facts/gguf/read-gguf-header.ts'
import { weightsOf } from '../weights.ts'
import { architectureMetadata } from './architecture-metadata.ts'
import { checkpointOf } from './checkpoint.ts'
import { checkpointTensors } from './checkpoint-tensors.ts'

const converted = [
  ...convertedHeaders().map((header) => ({
    ...header,
    architectureObject: publishedShape(header.model),
  })),
  ...convertedFamilies().map((family) => ({
    ...family,
    architectureObject: readArchitecture(family.config),
  })),
].filter(({ metadata }) => metadata.size > 0)

/** Keys on which memory depends. */
const heldKeys = [
  'block_count',
  'embedding_length',
  'feed_forward_length',
  'attention.head_count',
  'attention.head_count_kv',
  'attention.key_length',
  'attention.value_length',
  'attention.key_length_mla',
  'attention.value_length_mla',
  'attention.key_length_swa',
  'attention.value_length_swa',
  'attention.q_lora_rank',
  'attention.kv_lora_rank',
  'attention.sliding_window',
  'attention.sliding_window_pattern',
  'attention.indexer.head_count',
  'attention.indexer.key_length',
  'attention.indexer.top_k',
  'attention.shared_kv_layers',
  'attention.relative_buckets_count',
  'expert_count',
  'expert_used_count',
  'expert_feed_forward_length',
  'expert_shared_feed_forward_length',
  'leading_dense_block_count',
  'interleave_moe_layer_step',
  'nextn_predict_layers',
  'rope.dimension_count',
  'shortconv.l_cache',
  'ssm.conv_kernel',
  'ssm.inner_size',
  'ssm.state_size',
  'ssm.time_step_rank',
  'ssm.group_count',
  'moe_latent_size',
  'embedding_length_per_layer_input',
]

/**
 * What configurations saved anew by the transformers library have lost, so that the converter wrote what the published
 * files do not say: which blocks attend (Granite 4, Nemotron-H).
 */
const lostInSaving = new Set([
  'granite-4.0-h-tiny',
  'granite-4.0-1b',
  'nemotron-h-8b',
  'nemotron-nano-9b-v2',
  'nemotron-3-nano-30b-a3b',
])

function differences(
  architecture: Architecture,
  engineName: string,
  recorded: ReadonlyMap<string, unknown>,
): string[] {
  const ours = new Map(architectureMetadata(architecture, engineName))
  return heldKeys.flatMap((key) => {
    const theirs = recorded.get(`${engineName}.${key}`)
    const value = ours.get(`${engineName}.${key}`)?.value
    return theirs === undefined || isUnread(architecture, key) || plain(value) === plain(theirs)
      ? []
      : [`${key}: ${plain(value)} for ${plain(theirs)}`]
  })
}

/** Lengths of dense networks where there are none, the window that Phi does not use, and the step of PLaMo 3's pattern. */
function isUnread({ layers, engineName }: Architecture, key: string): boolean {
  if (key === 'feed_forward_length')
    return layers.every(({ feedForward }) => feedForward === undefined)
  return (
    (key === 'attention.sliding_window' && engineName?.startsWith('phi') === true) ||
    (key === 'attention.sliding_window_pattern' && engineName === 'plamo3')
  )
}

/** A list of equal numbers says what one number says, and 0 what no number does. */
function plain(value: unknown): string {
  if (Array.isArray(value) && new Set(value).size === 1) return plain(value[0])
  return JSON.stringify(value ?? 0)
}

it.each(
  converted.filter(({ model }) => !lostInSaving.has(model)).map((one) => [one.model, one] as const),
)(
  '%s: the metadata that memory depends on is what the converter writes',
  (model, { architectureObject, architecture, metadata }) => {
    const off = differences(architectureObject, architecture, metadata)
    // Its files come without the block that predicts further tokens.
    if (model === 'glm-4.7-flash')
      expect(off).toEqual(['block_count: 47 for 48', 'nextn_predict_layers: 0 for 1'])
    else expect(off).toEqual([])
  },
)

it('names every tensor as the converter does, to the ending', () => {
  for (const { model, architectureObject, tensors } of converted) {
    const ours = new Set(checkpointTensors(architectureObject, 'F16').map(({ name }) => name))
    const missing = tensors.filter(({ name }) => !ours.has(name)).map(({ name }) => name)
    expect({ model, missing: missing.filter((name) => !name.includes('nextn')) }).toEqual({
      model,
      missing: [],
    })
  }
})

it('weighs what the weights do, and reads back as the same tensors, in 60 random shapes', async () => {
  const random = new Random(5)
  for (let index = 0; index < 60; index += 1) {
    const architecture = randomShape(random)
    const quantization = random.pick(['F16', 'Q8_0', 'Q4_K_M', 'IQ2_XS'])
    const { header, tensors } = checkpointOf({ architecture, quantization })
    const bytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0)
    expect(bytes).toBe(weightsOf(architecture, quantization).tensorBytes)
    const read = await readGgufHeader(bytesInMemory('a.gguf', header))
    expect(read.tensors.map(({ name, offset }) => `${name} ${offset}`)).toEqual(
      tensors.map(({ name, offset }) => `${name} ${offset}`),
    )
  }
})

it('has a word for every token where text is to be taken in', async () => {
  const architecture = publishedShape('qwen3-8b')
  const { header } = checkpointOf({ architecture, quantization: 'Q4_K_M', tokenizer: 'words' })
  const { metadata } = await readGgufHeader(bytesInMemory('a.gguf', header))
  expect(metadata.get('tokenizer.ggml.tokens')).toEqual({ length: architecture.vocabularySize })
})

it('refuses a shape that llama.cpp has no name for', () => {
  const architecture = publishedShape('opt-175b')
  expect(thrown(() => checkpointOf({ architecture, quantization: 'F16' })).code).toBe(
    'unsupported_architecture',
  )
})
