import { describe, expect, it } from 'vitest'
import { machineOf, shippedDevices } from '../../../test/support/devices.ts'
import { thrown } from '../../../test/support/thrown.ts'
import { GiB } from '../../base/bytes.ts'
import { machineFromList } from './read-machine.ts'

/** Description, count, id, GiB, GB/s: as the files of data/devices state them with their sources. */
it.each([
  ['rtx-4090', 1, 'rtx-4090', 24, 1008],
  ['NVIDIA GeForce RTX 4090', 1, 'rtx-4090', 24, 1008],
  ['RTX4090', 1, 'rtx-4090', 24, 1008],
  ['ｒｔｘ－４０９０', 1, 'rtx-4090', 24, 1008],
  ['4090', 1, 'rtx-4090', 24, 1008],
  ['2x4090', 2, 'rtx-4090', 24, 1008],
  ['3090 ti', 1, 'rtx-3090-ti', 24, 1008.4],
  ['2x rtx-3090', 2, 'rtx-3090', 24, 936.2],
  ['２ｘ　ｒｔｘ－３０９０', 2, 'rtx-3090', 24, 936.2],
  ['2 x rtx-3090', 2, 'rtx-3090', 24, 936.2],
  ['4 * l40s', 4, 'l40s', 48, 864],
  ['8 h100-pcie-80gb', 8, 'h100-pcie-80gb', 80, 2000],
  ['8× H200 SXM', 8, 'h200-sxm-141gb', 141, 4800],
  ['h100-sxm-80gb', 1, 'h100-sxm-80gb', 80, 3350],
  ['H100 PCIe 80GB', 1, 'h100-pcie-80gb', 80, 2000],
  ['rtx 4070 ti super', 1, 'rtx-4070-ti-super', 16, 672.3],
  ['rtx4070ti', 1, 'rtx-4070-ti', 12, 504.2],
  ['rtx 3060 12gb', 1, 'rtx-3060-12gb', 12, 360],
  ['rtx-3060-8gb', 1, 'rtx-3060-8gb', 8, 240],
  ['rtx 4060 ti 16gb', 1, 'rtx-4060-ti-16gb', 16, 288],
  ['rtx 4090 laptop', 1, 'rtx-4090-laptop', 16, 576],
  ['rtx 4070 mobile', 1, 'rtx-4070-laptop', 8, 256],
  ['rtx 5090', 1, 'rtx-5090', 32, 1792],
  ['rtx 5080', 1, 'rtx-5080', 16, 960],
  ['RTX A6000', 1, 'rtx-a6000', 48, 768],
  ['rtx 6000 ada', 1, 'rtx-6000-ada', 48, 960],
  ['RTX 6000 Ada Generation', 1, 'rtx-6000-ada', 48, 960],
  ['rtx pro 6000 blackwell', 1, 'rtx-pro-6000-blackwell', 96, 1792],
  ['gtx 1080 ti', 1, 'gtx-1080-ti', 11, 484.4],
  ['Tesla P40', 1, 'p40', 24, 347.1],
  ['Quadro RTX 8000', 1, 'quadro-rtx-8000', 48, 672],
  ['titan rtx', 1, 'titan-rtx', 24, 672],
  ['l4', 1, 'l4', 24, 300.1],
  ['t4', 1, 't4', 16, 320],
  ['a10g', 1, 'a10g', 24, 600.2],
  ['dgx spark', 1, 'dgx-spark', 128, 273],
  ['NVIDIA GB10', 1, 'dgx-spark', 128, 273],
  ['rx 7900 xtx', 1, 'rx-7900-xtx', 24, 960],
  ['7900 xtx', 1, 'rx-7900-xtx', 24, 960],
  ['Radeon RX 7900 XTX', 1, 'rx-7900-xtx', 24, 960],
  ['mi300x', 1, 'mi300x', 192, 5300],
  ['AMD Instinct MI300X', 1, 'mi300x', 192, 5300],
  ['strix halo 128gb', 1, 'ryzen-ai-max-395-128gb', 128, 256],
  ['ryzen ai max+ 395 128gb', 1, 'ryzen-ai-max-395-128gb', 128, 256],
  ['arc b580', 1, 'arc-b580', 12, 456],
  ['arc a770', 1, 'arc-a770', 16, 512],
  ['m3-max-64gb', 1, 'm3-max-40c-64gb', 64, 400],
  ['m4-max-32c', 1, 'm4-max-32c-36gb', 36, 410],
  ['Apple M4 Max (32-core GPU)', 1, 'm4-max-32c-36gb', 36, 410],
  ['m3 ultra 512gb', 1, 'm3-ultra-80c-512gb', 512, 819],
  ['ascend 910b', 1, 'ascend-910b', 64, 1600],
  ['24gb gpu, 1008GB/s', 1, '24-gib-gpu', 24, 1008],
  ['2x 24gb gpu, 936GB/s', 2, '24-gib-gpu', 24, 936],
  ['2x24gb gpu,bandwidth=936', 2, '24-gib-gpu', 24, 936],
  ['128gb unified, 273GB/s', 1, '128-gib-gpu', 128, 273],
  ['rtx-4090,vram=48gb', 1, 'rtx-4090', 48, 1008],
  ['cpu,ram=8gb', 1, 'cpu', 8, 51.2],
  ['cpu:ryzen-7-7840u,ram=32gb,bandwidth=90GB/s', 1, 'ryzen-7-7840u', 32, 90],
  ['ryzen-7-7840u,ram=32gb', 1, 'ryzen-7-7840u', 32, 89.6],
  ['cpu:epyc 9654, ram=1tb', 1, 'epyc-9654', 1024, 460.8],
  ['raspberry pi 5, ram=8gb', 1, 'raspberry-pi-5', 8, 17],
])('%s is %i of %s with %f GiB at %f GB/s', (description, count, id, gibibytes, rate) => {
  const [entry, ...others] = machineOf(description).devices
  expect(others).toEqual([])
  expect(entry?.count).toBe(count)
  expect(entry?.device.id).toBe(id)
  expect((entry?.device.memoryBytes ?? 0) / GiB).toBe(gibibytes)
  expect((entry?.device.bandwidthBytesPerSecond ?? 0) / 1e9).toBeCloseTo(rate, 3)
})

describe('more than one device', () => {
  it('rtx-4090 + rtx-3090 are two cards in that order, with or without spaces and by comma', () => {
    for (const text of ['rtx-4090 + rtx-3090', 'rtx-4090+rtx-3090', 'rtx-4090, rtx-3090'])
      expect(machineOf(text).devices.map(({ device }) => device.id)).toEqual([
        'rtx-4090',
        'rtx-3090',
      ])
  })

  it('a property belongs to the device before it: 48 GB to the 4090, 500 GB/s to the 3090, 90 to the processor', () => {
    const machine = machineOf(
      'rtx-4090,vram=48gb + rtx-3090,500GB/s + cpu:ryzen-7-7840u,ram=64gb,bandwidth=90GB/s',
    )
    const figures = machine.devices.map(({ device }) => [
      device.memoryBytes / GiB,
      (device.bandwidthBytesPerSecond ?? 0) / 1e9,
    ])
    expect(figures).toEqual([
      [48, 1008],
      [24, 500],
      [64, 90],
    ])
  })

  it('RAM is the machine’s wherever it stands, and its speed is assumed to be 51.2 GB/s, which is said', () => {
    for (const text of ['ram=64gb,rtx-4090', 'rtx-4090,ram=64gb', 'rtx-4090 + ram=64']) {
      const { systemMemoryBytes, cpu, assumptions } = machineOf(text)
      expect(systemMemoryBytes).toBe(64 * GiB)
      expect(cpu?.bandwidthBytesPerSecond).toBe(51.2e9)
      expect(assumptions).toEqual([
        { code: 'assumed.memoryBandwidth', values: { bandwidth: 51.2 } },
      ])
    }
  })

  it('a processor named beside a card is no device of its own', () => {
    const { devices, cpu } = machineOf('rtx-4090, cpu=ryzen-9-7950x, ram=128gb')
    expect(devices).toHaveLength(1)
    expect(cpu).toMatchObject({ id: 'ryzen-9-7950x', memoryBytes: 128 * GiB })
  })
})

it.each([
  ['h100-80gb', 'h100-pcie-80gb', 'h100-sxm-80gb'],
  ['2x a100-80gb', 'a100-pcie-80gb', 'a100-sxm-80gb'],
  ['rtx 3060', 'rtx-3060-8gb', 'rtx-3060-12gb'],
  ['Apple M3 Max', 'm3-max-30c-36gb', 'm3-max-40c-64gb'],
  ['Apple M3 Max (30 GPU)', 'm3-max-30c-36gb', 'm3-max-30c-96gb'],
  ['v100-32gb', 'v100-pcie-32gb', 'v100-sxm-32gb'],
  ['m4 pro 48gb', 'm4-pro-16c-48gb', 'm4-pro-20c-48gb'],
])(
  '%s leaves the variant open: %s is taken, and that it could be %s is said',
  (text, chosen, other) => {
    const { devices, assumptions } = machineOf(text)
    expect(devices[0]?.device.id).toBe(chosen)
    expect(assumptions[0]).toMatchObject({ code: 'assumed.variant', values: { chosen } })
    expect(String(assumptions[0]?.values.others)).toContain(other)
  },
)

it.each([
  ['rtx-4099', 'rtx-4090'],
  ['rtx-4090;rm -rf', 'rtx-4090'],
  ['-1x rtx-4090', 'rtx-4090'],
  ['1.5x rtx-4090', 'rtx-4090'],
  ['mi399x', 'mi308x'],
])('%s is unknown; %s is near', (text, near) => {
  const { code, values } = thrown(() => machineOf(text))
  expect(code).toBe('unknown_device')
  expect(values.nearest).toContain(near)
})

it.each(['5000x', '2x', 'constructor', '__proto__', 'toString', 'NaNgb gpu', '微軟', 'foo=bar'])(
  '%s is unknown',
  (text) => {
    expect(thrown(() => machineOf(text)).code).toBe('unknown_device')
  },
)

it.each([
  '',
  '   ',
  ',,,',
  '+ +',
  'ram=64gb',
  '0x rtx-4090',
  '5000x rtx-4090',
  '999999 rtx-4090',
  'rtx-4090,ram=',
  'rtx-4090,ram=-8gb',
  'rtx-4090,ram=0gb',
  'rtx-4090,ram=64xb',
  'rtx-4090,ram=9999999tb',
  'rtx-4090,ram=1..5gb',
  'rtx-4090,bandwidth=fast',
  'rtx-4090,bandwidth=0',
  'rtx-4090,flops=-3',
  '0gb gpu',
  'cpu',
  'cpu:ryzen-7-7840u',
  Array(65).fill('t4').join(','),
])('%o is refused', (text) => {
  expect(thrown(() => machineOf(text)).code).toBe('invalid_device')
})

it('501 characters are too many, 500 are not', () => {
  expect(thrown(() => machineOf('x'.repeat(501))).code).toBe('input_too_large')
  expect(thrown(() => machineOf('x'.repeat(500))).code).toBe('unknown_device')
})

it('64 entries are read', () => {
  expect(machineOf(Array(64).fill('t4').join(',')).devices).toHaveLength(64)
})

it('a list of devices: one of the database, one of the asker’s own figures', () => {
  const machine = machineFromList(
    [
      { device: 'rtx-4090', count: 2 },
      { name: 'mine', memoryBytes: 48 * GiB, bandwidthBytesPerSecond: 9e11 },
    ],
    64 * GiB,
    shippedDevices,
  )
  expect(machine.devices).toMatchObject([
    { count: 2, device: { id: 'rtx-4090' } },
    { count: 1, device: { id: 'mine', kind: 'gpu', bandwidthBytesPerSecond: 9e11 } },
  ])
  expect(machine.systemMemoryBytes).toBe(64 * GiB)
})
