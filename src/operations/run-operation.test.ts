import { expect, it } from 'vitest'
import { z } from 'zod'
import { errorWords } from '../base/error-words.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import type { Operation } from './operation.ts'
import { findOperation, runOperation } from './run-operation.ts'

const input = z.strictObject({
  model: z.string().min(1),
  kvCacheType: z
    .union([z.enum(['f16', 'q8_0']), z.strictObject({ keys: z.string(), values: z.string() })])
    .optional(),
  on: z
    .union([
      z.string().max(9),
      z.array(z.strictObject({ device: z.string(), count: z.int().positive() })),
    ])
    .optional(),
  speedAt: z.strictObject({ promptTokens: z.int().nonnegative().lt(1000).default(512) }).optional(),
  day: z.iso.date().optional(),
  tags: z.array(z.string()).max(2).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
})
const operation: Operation<typeof input, z.ZodUnknown, unknown> = {
  name: 'size',
  summary: 'size.summary',
  effect: 'read',
  surfaces: ['cli'],
  input,
  output: z.unknown(),
  flags: {},
  examples: [],
  run: (given) => given,
  present: () => [],
}

async function refused(raw: unknown) {
  const error = await runOperation(operation, raw, undefined).catch((thrown: unknown) => thrown)
  if (!TouchstoneError.is(error)) throw new Error(`not refused: ${JSON.stringify(error)}`)
  return { code: error.code, ...error.values, words: errorWords(error, 'en') }
}

it('runs with defaults in place', async () => {
  expect(await runOperation(operation, { model: 'a', speedAt: {} }, undefined)).toEqual({
    model: 'a',
    speedAt: { promptTokens: 512 },
  })
})

it('names an unknown field with its path and the nearest field of that place', async () => {
  expect(await refused({ model: 'a', speedAt: { promtTokens: 1 } })).toMatchObject({
    code: 'unknown_field',
    field: 'speedAt.promtTokens',
    nearest: ['promptTokens'],
  })
  expect(await refused({ modle: 'a' })).toMatchObject({
    code: 'unknown_field',
    field: 'modle',
    nearest: ['model'],
  })
  expect(await refused({ model: 'a', on: [{ device: 'x', cuont: 1 }] })).toMatchObject({
    field: 'on[0].cuont',
    nearest: ['count'],
  })
  expect((await refused({ model: 'a', zzzzzzzz: 1 })).words).toBe(
    'There is no field "zzzzzzzz" here.',
  )
})

it('says what was expected and received, by the branch of a union that was meant', async () => {
  expect(await refused({})).toMatchObject({
    code: 'invalid_input',
    field: 'model',
    expected: 'string',
    words: 'model: it is missing; expected text.',
  })
  expect(await refused({ model: 5 })).toMatchObject({
    field: 'model',
    expected: 'string',
    received: '5',
  })
  expect(await refused({ model: 'a', on: 5 })).toMatchObject({
    field: 'on',
    expected: 'string | array',
    received: '5',
  })
  expect(await refused({ model: 'a', on: [{ device: 'x', count: -1 }] })).toMatchObject({
    field: 'on[0].count',
    minimum: 0,
    received: '-1',
  })
  expect(await refused({ model: 'a', on: '0123456789' })).toMatchObject({ field: 'on', maximum: 9 })
  expect(await refused({ model: 'a', kvCacheType: 'q8' })).toMatchObject({
    field: 'kvCacheType',
    allowed: ['f16', 'q8_0'],
    nearest: ['q8_0'],
  })
  expect(await refused({ model: 'a', kvCacheType: { keys: 'f16', vals: 'f16' } })).toMatchObject({
    code: 'unknown_field',
    field: 'kvCacheType.vals',
  })
  expect((await refused({ model: 'a', day: 'June' })).words).toBe(
    'day: "June" does not have the form of a day such as 2025-06-30.',
  )
  expect((await refused({ model: 'a', tags: ['a', 'b', 'c'] })).words).toBe(
    'tags: must have a length of at most 2.',
  )
  expect((await refused({ model: 'a', country: 'Taiwan' })).words).toContain('^[A-Z]{2}$')
  expect((await refused({ model: 'a', speedAt: { promptTokens: 1000 } })).words).toBe(
    'speedAt.promptTokens: must be less than 1000, got 1000.',
  )
  expect((await refused(null)).words).toBe('input: expected an object with fields, got null.')
})

it('describes a deep or long value without walking it', async () => {
  let deep: unknown = 1
  for (let level = 0; level < 50_000; level += 1) deep = [deep]
  expect(await refused({ model: deep })).toMatchObject({ received: 'array' })
  expect((await refused({ model: 'a', day: 'x'.repeat(1e6) })).words.length).toBeLessThan(200)
})

it('finds operations of the asked surface only, and names the nearest', () => {
  expect(findOperation([operation], 'size', 'cli')).toBe(operation)
  expect(() => findOperation([operation], 'size', 'http')).toThrow('unknown_operation')
  expect(() => findOperation([operation], 'sizes', 'cli')).toThrow('"nearest":["size"]')
})
