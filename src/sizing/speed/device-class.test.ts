import { describe, expect, it } from 'vitest'
import type { Device } from '../../facts/device.ts'
import { architectureKey, deviceClass } from './device-class.ts'
import { cacheBytesPerValue, quantizationFamily } from './quantization-family.ts'

const device = (name: string, more: Partial<Device> = {}): Device => ({
  id: 'x',
  name,
  kind: 'gpu',
  memoryBytes: 1,
  ...more,
})

describe('device class', () => {
  it('goes by vendor and kind, and by name where neither is said', () => {
    expect(deviceClass(device('RTX 4090'))).toBe('nvidia')
    expect(deviceClass(device('H100 PCIe'))).toBe('nvidia')
    expect(deviceClass(device('Radeon RX 7900 XTX'))).toBe('amd')
    expect(deviceClass(device('Ryzen AI Max+ 395', { kind: 'unified' }))).toBe('amd-unified')
    expect(deviceClass(device('M3 Max', { kind: 'unified' }))).toBe('apple')
    expect(deviceClass(device('Arc B580'))).toBe('intel')
    expect(deviceClass(device('anything', { kind: 'cpu', vendor: 'apple' }))).toBe('cpu')
    expect(deviceClass(device('mystery'))).toBe('other')
  })

  it('reads one microarchitecture however it is written', () => {
    expect(architectureKey(device('x', { architecture: 'RDNA 3.0' }))).toBe('rdna 3')
    expect(architectureKey(device('x', { architecture: 'RDNA 3.5' }))).toBe('rdna 3.5')
    expect(architectureKey(device('x', { architecture: 'Blackwell 2.0' }))).toBe('blackwell')
    expect(architectureKey(device('x', { architecture: 'Ada Lovelace' }))).toBe('ada')
    expect(architectureKey(device('x'))).toBeUndefined()
  })
})

describe('families of types', () => {
  it('sorts 10 labels, dynamic mixes among them, and knows none for an invented one', () => {
    const families = [
      'F16',
      'BF16',
      'Q8_0',
      'UD-Q8_K_XL',
      'Q4_0',
      'Q4_K_M',
      'UD-Q4_K_XL',
      'IQ2_XXS',
      'IQ4_XS',
      'MXFP4',
    ].map(quantizationFamily)
    expect(families).toEqual([
      'float16',
      'bfloat16',
      'q8',
      'q8',
      'legacy',
      'k',
      'k',
      'iq',
      'iq4',
      'mxfp4',
    ])
    expect(quantizationFamily('Z9')).toBeUndefined()
  })

  it('gives 2 bytes per value for f16, 1.0625 for q8_0, 0.5625 for q4_0', () => {
    expect([
      cacheBytesPerValue('f16'),
      cacheBytesPerValue('q8_0'),
      cacheBytesPerValue('Q4_0'),
    ]).toEqual([2, 1.0625, 0.5625])
    expect(cacheBytesPerValue('q9')).toBeUndefined()
  })
})
