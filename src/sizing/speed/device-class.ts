import type { Device } from '../../facts/device.ts'

/** Devices that behave alike against their roofline: hardware and the backend that llama.cpp drives it with. */
export const deviceClasses = [
  'nvidia',
  'amd',
  'amd-unified',
  'apple',
  'intel',
  'cpu',
  'other',
] as const
export type DeviceClass = (typeof deviceClasses)[number]

/** Class by kind and vendor; the vendor by name where a described device does not say it. */
export function deviceClass(device: Device): DeviceClass {
  if (device.kind === 'cpu') return 'cpu'
  const vendor = device.vendor ?? vendorByName(device.name)
  switch (vendor) {
    case 'nvidia':
      return 'nvidia'
    case 'apple':
      return 'apple'
    case 'amd':
      return device.kind === 'unified' ? 'amd-unified' : 'amd'
    case 'intel':
      return 'intel'
    default:
      return 'other'
  }
}

const vendorNames: readonly (readonly [RegExp, NonNullable<Device['vendor']>])[] = [
  [/\barc\b|intel|iris/i, 'intel'],
  [/nvidia|geforce|\brtx\b|\bgtx\b|quadro|tesla|titan|jetson|\b[ahlbv]\d{2,3}\b/i, 'nvidia'],
  [/radeon|\bamd\b|instinct|\brx ?\d{3,4}|ryzen/i, 'amd'],
  [/apple|\bm[1-9]\b/i, 'apple'],
]

function vendorByName(name: string): Device['vendor'] {
  return vendorNames.find(([pattern]) => pattern.test(name))?.[1]
}

/** A key that names the same microarchitecture however it is written: `RDNA 3.0` → `rdna 3`, `Blackwell 2.0` → `blackwell`. */
export function architectureKey(device: Device): string | undefined {
  const written = device.architecture?.toLowerCase().trim()
  if (written === undefined || written === '') return undefined
  if (written.startsWith('blackwell')) return 'blackwell'
  if (written.startsWith('ada')) return 'ada'
  return written.replace(/\.0$/, '')
}
