import { expect, it } from 'vitest'
import { shippedDevices } from '../../../test/support/devices.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { GiB } from '../../base/bytes.ts'
import { compileDevices } from './compile-devices.ts'
import { deviceOf } from './device-database.ts'

it('900 devices and more, each id once, each found by its id and its name', () => {
  const { records } = shippedDevices
  expect(records.length).toBeGreaterThan(900)
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  for (const { id } of records) expect(shippedDevices.find(id)?.record.id).toBe(id)
  for (const { name } of records) expect(shippedDevices.find(name)).toBeDefined()
})

it.each([
  ['rtx-4090', 24, 1008],
  ['m3-max-30c-36gb', 36, 300],
  ['m3-max-40c-64gb', 64, 400],
  ['m4-max-32c-36gb', 36, 410],
  ['h100-pcie-80gb', 80, 2000],
  ['h100-sxm-80gb', 80, 3350],
  ['mi300x', 192, 5300],
  ['a100-sxm-80gb', 80, 2039],
  ['rtx-5090', 32, 1792],
  ['m2-ultra-76c-192gb', 192, 800],
])('%s has %f GiB at %f GB/s', (id, gibibytes, rate) => {
  const { memoryBytes, bandwidthBytesPerSecond } = shippedDevices.resolve(id).record
  expect((memoryBytes ?? 0) / GiB).toBe(gibibytes)
  expect((bandwidthBytesPerSecond ?? 0) / 1e9).toBe(rate)
})

it('usable memory is never more than the memory, no card has more than 10 TB/s (TechPowerUp’s 10.3 for the MI308X was left out), no rate is below 1 GB/s', () => {
  for (const { id, memoryBytes, usableBytes, bandwidthBytesPerSecond } of shippedDevices.records) {
    if (usableBytes !== undefined) expect(usableBytes, id).toBeLessThanOrEqual(memoryBytes ?? 0)
    if (bandwidthBytesPerSecond === undefined) continue
    expect(bandwidthBytesPerSecond, id).toBeLessThanOrEqual(10e12)
    expect(bandwidthBytesPerSecond, id).toBeGreaterThanOrEqual(1e9)
  }
})

it('names that system tools print are found', () => {
  for (const [name, id] of [
    ['NVIDIA A100-SXM4-80GB', 'a100-sxm-80gb'],
    ['NVIDIA H100 80GB HBM3', 'h100-sxm-80gb'],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 'rtx-4090-laptop'],
    ['Tesla V100-SXM2-32GB', 'v100-sxm-32gb'],
    ['NVIDIA RTX A6000', 'rtx-a6000'],
  ] as const)
    expect(shippedDevices.find(name)?.record.id, name).toBe(id)
})

it('an empty name, signs alone and a name of 10,000 letters are no device', () => {
  for (const text of ['', '---', 'gpu', 'x'.repeat(10_000)])
    expect(shippedDevices.find(text)).toBeUndefined()
  const { code, values } = thrown(() => shippedDevices.resolve('y'.repeat(10_000)))
  expect(code).toBe('unknown_device')
  expect(String(values.device)).toHaveLength(100)
})

it('a record without memory makes no device until the memory is said', () => {
  const { record } = shippedDevices.resolve('raspberry-pi-5')
  expect(deviceOf(record)).toBeUndefined()
  expect(deviceOf(record, 8 * GiB)?.memoryBytes).toBe(8 * GiB)
})

it('refuses a file with an id twice, with an unknown source or with an unknown field', () => {
  const sources = {
    file: 'devices/sources.json',
    text: '{"here":{"name":"Here","address":"https://example.org","date":"2026-11-24"}}',
  }
  const compile = (...devices: object[]) =>
    compileDevices([sources, { file: 'devices/a.json', text: JSON.stringify({ devices }) }])
  const card = { id: 'a', name: 'A', kind: 'gpu', vendor: 'other', source: 'here' }
  expect(compile(card).devices).toHaveLength(1)
  for (const broken of [
    [card, card],
    [{ ...card, source: 'nowhere' }],
    [{ ...card, speed: 1 }],
    [{ ...card, memoryBytes: -1 }],
  ])
    expect(thrown(() => compile(...broken)).code).toBe('catalogue_file_invalid')
})
