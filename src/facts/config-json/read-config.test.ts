import { describe, expect, it } from 'vitest'
import { publishedConfig, publishedShape } from '../../../test/support/published-shapes.ts'
import { Random, randomConfig } from '../../../test/support/random-shapes.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { readArchitecture } from './read-config.ts'

const llama = publishedConfig('llama-3.1-8b')
const refused = (config: unknown) => thrown(() => readArchitecture(config))

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}

describe('published shapes', () => {
  it('Gemma 3 27B: 62 blocks, 10 that keep everything and 52 that keep 1,024 positions', () => {
    const { layers, tiedEmbeddings, engineName } = publishedShape('gemma-3-27b')
    const windows = layers.map(({ attention }) => attention?.window)
    expect(windows.filter((window) => window === undefined)).toHaveLength(10)
    expect(windows.filter((window) => window === 1_024)).toHaveLength(52)
    expect([tiedEmbeddings, engineName]).toEqual([true, 'gemma3'])
  })

  it('granite-4.0-h-small: 4 blocks of attention among 36 of Mamba-2, 72 experts in each', () => {
    const { layers } = publishedShape('granite-4.0-h-small')
    expect(layers.filter(({ attention }) => attention !== undefined)).toHaveLength(4)
    expect(layers.filter(({ recurrent }) => recurrent?.kind === 'mamba2')).toHaveLength(36)
    expect(layers.every(({ experts }) => experts?.count === 72)).toBe(true)
  })

  it('DeepSeek-R1: latent vectors of 512 and 64, three dense blocks of 61', () => {
    const { layers } = publishedShape('deepseek-r1')
    expect(layers).toHaveLength(61)
    expect(layers[0]?.attention?.latent).toMatchObject({ kvRank: 512, ropeLength: 64 })
    expect(layers.filter(({ feedForward }) => feedForward !== undefined)).toHaveLength(3)
  })

  it('equal blocks are one object: Llama 3.1 8B has one kind, gpt-oss-20b two', () => {
    expect(new Set(publishedShape('llama-3.1-8b').layers).size).toBe(1)
    expect(new Set(publishedShape('gpt-oss-20b').layers).size).toBe(2)
  })
})

describe('hostile configs', () => {
  it.each([
    ['num_attention_heads', 0],
    ['num_attention_heads', -32],
    ['num_attention_heads', 2 ** 53],
    ['num_attention_heads', 1.5],
    ['num_attention_heads', '32'],
    ['num_attention_heads', true],
    ['num_attention_heads', Number.NaN],
    ['num_attention_heads', Number.POSITIVE_INFINITY],
    ['hidden_size', []],
    ['hidden_size', {}],
    ['hidden_size', 2 ** 53],
    ['hidden_size', 0],
    ['num_hidden_layers', 1_025],
    ['num_hidden_layers', 2 ** 40],
    ['vocab_size', -1],
    ['vocab_size', 16_777_217],
    ['intermediate_size', '14336'],
    ['max_position_embeddings', 0],
    ['num_key_value_heads', 5],
    ['num_key_value_heads', 0],
    ['head_dim', 0],
    ['tie_word_embeddings', 'yes'],
    ['attention_bias', 1],
    ['mlp_bias', 'false'],
  ])('refuses %s = %o by name', (field, value) => {
    const { code, values } = refused({ ...llama, [field]: value })
    expect(code).toBe('invalid_architecture')
    expect(values.field).toBe(field)
  })

  it.each([
    'num_attention_heads',
    'hidden_size',
    'num_hidden_layers',
    'vocab_size',
    'intermediate_size',
  ])('a config without %s is refused by that name', (field) => {
    const { [field]: _, ...rest } = llama
    expect(refused(rest)).toMatchObject({
      code: 'invalid_architecture',
      values: { field, problem: 'missing' },
    })
  })

  it('hidden_size 4,097 does not divide over 32 heads', () => {
    expect(refused({ ...llama, hidden_size: 4_097 }).values.field).toBe('head_dim')
  })

  it('lists of a million entries are refused, not walked through', () => {
    const gemma = { ...(publishedConfig('gemma-3-27b').text_config as object) }
    const before = performance.now()
    const { values } = refused({ ...gemma, layer_types: Array(1_000_000).fill('full_attention') })
    expect(values.field).toBe('layer_types')
    expect(performance.now() - before).toBeLessThan(1_000)
    expect(refused({ ...gemma, layer_types: [] }).values.field).toBe('layer_types')
    expect(refused({ ...gemma, layer_types: [1, 2] }).values.field).toBe('layer_types')
    expect(refused({ ...gemma, layer_types: 'full_attention' }).values.field).toBe('layer_types')
  })

  it('a value nested 100,000 deep, a circle and a big integer are named like any other wrong value', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    for (const value of [nested(100_000), circle, 32n, Symbol('x'), () => 32])
      expect(refused({ ...llama, num_attention_heads: value })).toMatchObject({
        code: 'invalid_architecture',
        values: { field: 'num_attention_heads' },
      })
  })

  it.each([null, undefined, 1, 'llama', [], true])('%o is no config', (config) => {
    expect(refused(config)).toMatchObject({
      code: 'invalid_architecture',
      values: { field: 'config' },
    })
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'bert', ''])(
    'model_type %o is not supported',
    (model_type) => {
      const { code, values } = refused({ ...llama, model_type })
      expect(code).toBe('unsupported_architecture')
      expect(values.supported).toContain('llama')
    },
  )

  it('a missing model_type and one that is no text are not supported either', () => {
    const { model_type: _, ...rest } = llama
    expect(refused(rest).code).toBe('unsupported_architecture')
    expect(refused({ ...llama, model_type: 5 }).code).toBe('unsupported_architecture')
  })

  it('fields inherited through __proto__ do not count', () => {
    const { num_attention_heads: _, ...rest } = llama
    const config = JSON.parse(
      JSON.stringify(rest).replace('{', '{"__proto__":{"num_attention_heads":32},'),
    )
    expect(refused(config).values.field).toBe('num_attention_heads')
  })

  it('a rope factor list that is a text, a number or a huge length makes no tensor of that size', () => {
    const phi = publishedConfig('phi-3-mini-128k')
    for (const long_factor of ['x'.repeat(1_000), 7, { length: 1e9 }, Array(5_000).fill(1)])
      expect(refused({ ...phi, rope_scaling: { type: 'longrope', long_factor } })).toMatchObject({
        code: 'invalid_architecture',
        values: { field: 'rope_scaling.long_factor' },
      })
  })

  it('nine of eight experts, 128 inner values over 3 groups and an unknown kind of block are refused', () => {
    const mixtral = { ...publishedConfig('mixtral-8x7b'), num_experts_per_tok: 9 }
    expect(refused(mixtral).values.field).toBe('num_experts_per_tok')
    const falcon = { ...publishedConfig('falcon-h1-7b'), mamba_n_groups: 5 }
    expect(refused(falcon).values.field).toBe('mamba_n_groups')
    const granite = publishedConfig('granite-4.0-h-small')
    const layer_types = Array(40).fill('xyz')
    expect(refused({ ...granite, layer_types }).values.field).toBe('layer_types')
  })

  it('3,000 configs with one field spoilt give a shape or a TouchstoneError, nothing else', () => {
    const random = new Random(7)
    const spoilt = [
      0,
      -1,
      2 ** 53,
      1.5,
      Number.NaN,
      '8',
      null,
      [],
      {},
      true,
      nested(50),
      16_777_216,
    ]
    let shapes = 0
    for (let round = 0; round < 3_000; round += 1) {
      const config = randomConfig(random)
      config[random.pick(Object.keys(config))] = random.pick(spoilt)
      try {
        expect(readArchitecture(config).layers.length).toBeGreaterThan(0)
        shapes += 1
      } catch (error) {
        if (!TouchstoneError.is(error)) throw error
      }
    }
    expect(shapes).toBeGreaterThan(500)
  })
})
