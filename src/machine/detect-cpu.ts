import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import type { Cpu } from './hardware-report.ts'
import { instructionSetsOf, parseCpuinfo } from './probes/parse-cpuinfo.ts'
import { runTool } from './probes/run-tool.ts'

/** The processor: name, cores, and the instruction sets that decide llama.cpp's kernels. */
export async function detectCpu(platform: NodeJS.Platform): Promise<Cpu> {
  const named = cpus()
  const fallback: Cpu = {
    name: named[0]?.model.trim() || undefined,
    logicalCores: named.length || undefined,
    instructionSets: [],
  }
  if (platform === 'linux') {
    const cpu = parseCpuinfo(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''))
    return {
      ...cpu,
      name: cpu.name ?? fallback.name,
      logicalCores: cpu.logicalCores ?? fallback.logicalCores,
    }
  }
  if (platform === 'darwin') return detectMac(fallback)
  if (platform === 'win32') return detectWindows(fallback)
  return fallback
}

async function detectMac(fallback: Cpu): Promise<Cpu> {
  const result = await runTool('sysctl', [
    'machdep.cpu.brand_string',
    'hw.physicalcpu',
    'machdep.cpu.leaf7_features',
    'machdep.cpu.features',
    'hw.optional.arm',
  ])
  const text = result.ok ? result.text : ''
  const field = (name: string) =>
    new RegExp(`^${name.replaceAll('.', '\\.')}: (.+)$`, 'm').exec(text)?.[1]?.trim()
  const cores = Number(field('hw.physicalcpu'))
  const words =
    `${field('machdep.cpu.features') ?? ''} ${field('machdep.cpu.leaf7_features') ?? ''}`.toLowerCase()
  const flags = words.replaceAll('avx1.0', 'avx').replaceAll('sse4.2', 'sse4_2').split(/\s+/)
  const arm =
    process.arch === 'arm64'
      ? [
          'asimd',
          ...(/FEAT_DotProd: 1/.test(text) ? ['asimddp'] : []),
          ...(/FEAT_I8MM: 1/.test(text) ? ['i8mm'] : []),
        ]
      : []
  return {
    ...fallback,
    name: field('machdep.cpu.brand_string') ?? fallback.name,
    physicalCores: cores > 0 ? cores : undefined,
    instructionSets: instructionSetsOf([...flags, ...arm]),
  }
}

async function detectWindows(fallback: Cpu): Promise<Cpu> {
  const script = '(Get-CimInstance Win32_Processor|Measure-Object -Property NumberOfCores -Sum).Sum'
  const result = await runTool('powershell.exe', [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    script,
  ])
  const cores = result.ok ? Number(result.text.trim()) : 0
  return { ...fallback, physicalCores: Number.isInteger(cores) && cores > 0 ? cores : undefined }
}
