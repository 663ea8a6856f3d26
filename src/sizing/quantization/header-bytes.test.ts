import { expect, it } from 'vitest'
import { publishedShape } from '../../../test/support/published-shapes.ts'
import { tensorsOf } from '../tensors/tensors-of.ts'
import { headerBytes, tokenizerKind } from './header-bytes.ts'

/**
 * Headers of published files: size of the file less its tensors, each padded to 32 bytes. The first column is the model
 * whose vocabulary it is.
 */
it.each([
  ['llama-3.1-8b', 'paired', 7_840_864, 'bartowski'],
  ['llama-3.2-1b', 'paired', 7_831_552, 'bartowski'],
  ['smollm3-3b', 'paired', 7_844_384, 'unsloth'],
  ['ministral-3-3b', 'paired', 8_407_200, 'mistralai'],
  ['gpt-oss-20b', 'paired', 13_008_288, 'ggml-org'],
  ['qwen3-4b', 'merged', 5_956_352, 'Qwen'],
  ['qwen3-30b-a3b', 'merged', 5_969_408, 'Qwen'],
  ['olmo-2-1b', 'merged', 3_552_416, 'allenai'],
  ['granite-4.0-micro', 'merged', 3_569_088, 'ibm-granite'],
  ['starcoder2-3b', 'merged', 1_746_816, 'mradermacher'],
  ['lfm2-350m', 'merged', 2_383_808, 'LiquidAI'],
  ['gemma-2-9b', 'scored', 6_056_896, 'lmstudio-community'],
  ['gemma-3-4b', 'scored', 6_405_280, 'bartowski'],
  ['mistral-7b-v0.3', 'scored', 757_984, 'bartowski'],
  ['phi-mini-moe', 'scored', 757_312, 'gabriellarson'],
])('%s has a %s vocabulary and a header of %i bytes (%s) within 4 per cent', (id, kind, bytes) => {
  const architecture = publishedShape(id)
  expect(tokenizerKind(architecture)).toBe(kind)
  const { estimate, low, high } = headerBytes(architecture, tensorsOf(architecture).length)
  expect(Math.abs(estimate / bytes - 1)).toBeLessThan(0.04)
  expect(low).toBeLessThan(bytes)
  expect(high).toBeGreaterThan(bytes)
})
