import { expect, it } from 'vitest'
import { thrown } from '../../../test/support/thrown.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { tensorsOf } from '../../sizing/tensors/tensors-of.ts'
import { readArchitecture } from './read-config.ts'

const jais = {
  model_type: 'jais',
  n_embd: 2048,
  n_layer: 24,
  n_head: 16,
  n_inner: 5472,
  n_positions: 2048,
  vocab_size: 84_992,
  activation_function: 'swiglu',
  position_embedding_type: 'alibi',
}

it('the GGUF file of Jais stores a tied head apart, which is no further parameters', () => {
  const tied = readArchitecture(jais)
  const untied = readArchitecture({ ...jais, tie_word_embeddings: false })
  const output = (shape: typeof tied) => tensorsOf(shape).filter(({ role }) => role === 'output')
  expect([output(tied).length, output(untied).length]).toEqual([1, 1])
  expect(countParameters(untied).total - countParameters(tied).total).toBe(84_992 * 2048)
})

it('llama.cpp has Jais with swiglu and ALiBi only; without ALiBi there is a table of positions', () => {
  expect(readArchitecture(jais)).toMatchObject({ engineName: 'jais', positionRows: 0 })
  expect(readArchitecture({ ...jais, activation_function: 'gelu' }).engineName).toBeUndefined()
  expect(readArchitecture({ ...jais, position_embedding_type: 'learned' })).toMatchObject({
    engineName: undefined,
    positionRows: 2048,
  })
})

it.each([
  [{ n_head: 0 }, 'n_head'],
  [{ n_inner: 1.5 }, 'n_inner'],
  [{ n_layer: undefined }, 'num_hidden_layers'],
])('refuses a Jais with %j, naming the field', (spoilt, field) => {
  expect(thrown(() => readArchitecture({ ...jais, ...spoilt }))).toMatchObject({
    code: 'invalid_architecture',
    values: { field },
  })
})
