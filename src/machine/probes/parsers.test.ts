import { describe, expect, it } from 'vitest'
import { instructionSetsOf, parseCpuinfo } from './parse-cpuinfo.ts'
import { parseDrm } from './parse-drm.ts'
import { parseLspci } from './parse-lspci.ts'
import { parseCgroupMemory, parseMeminfo, parseVmStat } from './parse-memory.ts'
import { parseNvidiaSmi } from './parse-nvidia-smi.ts'
import { parseRocmSmi } from './parse-rocm-smi.ts'
import { parseSystemProfiler } from './parse-system-profiler.ts'
import { parseVideoControllers } from './parse-video-controllers.ts'

const hostile = [
  '',
  '\u0000\uFFFF',
  'NVIDIA-SMI has failed because it couldn’t communicate with the NVIDIA driver.',
  '{"__proto__": {"Card Series": "x"}, "card0": null, "card1": [], "card2": {"VRAM Total Memory (B)": "-1"}}',
  '[[[[[[',
  'null',
  ','.repeat(100_000),
  'x'.repeat(1_000_000),
  '[{"Name": 5}, null, {"Name": "NVIDIA", "AdapterRAM": "1e999"}]',
]

describe.each(hostile.map((text, index) => [index, text] as const))(
  'hostile text %i',
  (_, text) => {
    it('gives no card with a memory that is not a positive number', () => {
      const all = [
        ...parseNvidiaSmi(text),
        ...parseRocmSmi(text),
        ...parseSystemProfiler(text, 8),
        ...parseVideoControllers(text),
        ...parseLspci(text),
        ...parseDrm([
          {
            vendor: text,
            device: text,
            vramTotal: text,
            vramUsed: text,
            gttTotal: text,
            productName: text,
          },
        ]),
      ]
      for (const { memoryBytes } of all)
        if (memoryBytes !== undefined) expect(memoryBytes).toBeGreaterThan(0)
      expect(parseMeminfo(text)).toBeUndefined()
      expect(parseVmStat(text)).toBeUndefined()
      expect(parseCgroupMemory(text, text, text)).toBeUndefined()
      expect(parseCpuinfo(text).physicalCores).toBeUndefined()
    })
  },
)

it('takes page cache that can be given back off a container’s use', () => {
  expect(parseCgroupMemory('4294967296\n', '1073741824\n', 'inactive_file 200000000\n')).toEqual({
    limitBytes: 4_294_967_296,
    usedBytes: 873_741_824,
  })
  expect(parseCgroupMemory('max\n', '1\n', '')).toBeUndefined()
})

it('reads free memory of macOS in its own page size', () => {
  const text =
    'Mach Virtual Memory Statistics: (page size of 16384 bytes)\nPages free: 100.\nPages inactive: 50.\nPages speculative: 10.\nPages purgeable: 5.\n'
  expect(parseVmStat(text)).toBe(165 * 16_384)
})

it('names instruction sets once and leaves out what llama.cpp does not ask for', () => {
  expect(
    instructionSetsOf(['avx512vnni', 'avx512_vnni', 'sha_ni', '__proto__', 'amx_int8']),
  ).toEqual(['avx512-vnni', 'amx'])
})

it('leaves the memory of a card unknown where Windows can only say “4 GiB or more”', () => {
  const card = (adapterRam: number, size?: number) =>
    parseVideoControllers(
      JSON.stringify({
        Name: 'NVIDIA GeForce RTX 3090',
        AdapterRAM: adapterRam,
        qwMemorySize: size,
      }),
    )[0]?.memoryBytes
  expect(card(4_293_918_720)).toBeUndefined()
  expect(card(4_293_918_720, 25_769_803_776)).toBe(25_769_803_776)
  expect(card(2_147_483_648)).toBe(2_147_483_648)
})
