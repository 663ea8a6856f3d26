import type { Cpu } from '../hardware-report.ts'

/** Flags of /proc/cpuinfo, and how llama.cpp's CPU variants call them (ggml/src/ggml-cpu/CMakeLists.txt). */
const flagNames: Readonly<Record<string, string>> = {
  sse4_2: 'sse4.2',
  avx: 'avx',
  f16c: 'f16c',
  fma: 'fma',
  avx2: 'avx2',
  avx_vnni: 'avx-vnni',
  avx512f: 'avx512',
  avx512_vnni: 'avx512-vnni',
  avx512vnni: 'avx512-vnni',
  avx512_bf16: 'avx512-bf16',
  amx_int8: 'amx',
  asimd: 'neon',
  asimddp: 'dotprod',
  i8mm: 'i8mm',
  sve: 'sve',
  sme: 'sme',
}

export function instructionSetsOf(flags: Iterable<string>): string[] {
  return [
    ...new Set(
      [...flags].flatMap((flag) => (Object.hasOwn(flagNames, flag) ? (flagNames[flag] ?? []) : [])),
    ),
  ]
}

/** Linux /proc/cpuinfo: distinct pairs of socket and core are physical cores; where they are not told, every processor is one. */
export function parseCpuinfo(text: string): Cpu {
  const blocks = text
    .slice(0, 4_000_000)
    .split(/\n\s*\n/)
    .filter((block) => /^processor\s*:/m.test(block))
  const field = (block: string, name: string) =>
    new RegExp(`^${name}\\s*:\\s*(.+)$`, 'mi').exec(block)?.[1]?.trim()
  const first = blocks[0] ?? ''
  const cores = new Set(
    blocks.map(
      (block, index) => `${field(block, 'physical id') ?? 0}/${field(block, 'core id') ?? index}`,
    ),
  )
  const flags = (field(first, 'flags') ?? field(first, 'Features') ?? '').split(/\s+/)
  return {
    name: field(first, 'model name') ?? field(text, 'Hardware') ?? field(text, 'Model'),
    physicalCores: cores.size === 0 ? undefined : cores.size,
    logicalCores: blocks.length === 0 ? undefined : blocks.length,
    instructionSets: instructionSetsOf(flags),
  }
}
