import { expect, it } from 'vitest'
import { thrown } from '../../test/support/thrown.ts'
import { completeSettings, type EngineSettingsInput } from './settings.ts'

it('defaults are llama.cpp’s: one sequence, F16, batches of 2,048 and 512, flash attention', () => {
  expect(completeSettings({ contextLength: 8_192 })).toEqual({
    contextLength: 8_192,
    parallel: 1,
    unifiedCache: false,
    keyType: 'F16',
    valueType: 'F16',
    logicalBatch: 2_048,
    physicalBatch: 512,
    windowMargin: 1,
    flashAttention: true,
    draftTokens: 0,
  })
})

it('a physical batch of 4,096 in a logical one of 2,048 becomes 2,048, as in llama.cpp', () => {
  const batch = { logical: 2_048, physical: 4_096 }
  expect(completeSettings({ contextLength: 8_192, batch }).physicalBatch).toBe(2_048)
})

it.each<[string, Partial<EngineSettingsInput>]>([
  ['contextLength', { contextLength: Number.NaN }],
  ['contextLength', { contextLength: 0 }],
  ['contextLength', { contextLength: -8_192 }],
  ['contextLength', { contextLength: 8_192.5 }],
  ['contextLength', { contextLength: Number.NEGATIVE_INFINITY }],
  ['parallel', { parallel: 0 }],
  ['parallel', { parallel: Number.NaN }],
  ['parallel', { parallel: 2 ** 40 }],
  ['draftTokens', { draftTokens: -1 }],
  ['batch.logical', { batch: { logical: 0, physical: 512 } }],
  ['batch.physical', { batch: { logical: 2_048, physical: -1 } }],
  ['kvCacheType.keys', { kvCacheType: 'q3_k' }],
  ['kvCacheType.keys', { kvCacheType: '__proto__' }],
  ['kvCacheType.keys', { kvCacheType: 'constructor' }],
  ['kvCacheType.values', { kvCacheType: { keys: 'f16', values: 'int8' } }],
  ['flashAttention', { kvCacheType: 'q8_0', flashAttention: false }],
])('refuses %s in %o', (field, input) => {
  const { code, values } = thrown(() => completeSettings({ contextLength: 8_192, ...input }))
  expect(code).toBe('invalid_input')
  expect(values.field).toBe(field)
})

it.each([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
  '%d tokens are too long: the engine counts in 32 bits',
  (contextLength) => {
    const { code, values } = thrown(() => completeSettings({ contextLength }))
    expect(code).toBe('context_too_long')
    expect(values.longest).toBe(2 ** 31 - 1)
  },
)
