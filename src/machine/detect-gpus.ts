import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gpu, HardwareReport } from './hardware-report.ts'
import { mergeGpus } from './merge-gpus.ts'
import { type DrmCard, parseDrm } from './probes/parse-drm.ts'
import { parseLspci } from './probes/parse-lspci.ts'
import { nvidiaSmiArguments, parseNvidiaSmi } from './probes/parse-nvidia-smi.ts'
import { parseRocmSmi, rocmSmiArguments } from './probes/parse-rocm-smi.ts'
import { parseSystemProfiler, systemProfilerArguments } from './probes/parse-system-profiler.ts'
import { parseVideoControllers, videoControllersScript } from './probes/parse-video-controllers.ts'
import { runTool } from './probes/run-tool.ts'
import { visibleGpus } from './visible-gpus.ts'

export interface GpusDetected {
  readonly gpus: readonly Gpu[]
  readonly unknown: HardwareReport['unknown']
}

interface Probe {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly parse: (text: string) => Gpu[]
}

/** Vendors' own tools first: `mergeGpus` believes the first that speaks of a vendor. */
function probesOf(platform: NodeJS.Platform, systemMemoryBytes: number): readonly Probe[] {
  const nvidia = {
    name: 'nvidia-smi',
    program: 'nvidia-smi',
    args: nvidiaSmiArguments,
    parse: parseNvidiaSmi,
  }
  if (platform === 'darwin')
    return [
      {
        name: 'system_profiler',
        program: 'system_profiler',
        args: systemProfilerArguments,
        parse: (text) => parseSystemProfiler(text, systemMemoryBytes),
      },
    ]
  if (platform === 'win32')
    return [
      nvidia,
      {
        name: 'Win32_VideoController',
        program: 'powershell.exe',
        args: ['-NoProfile', '-NonInteractive', '-Command', videoControllersScript],
        parse: parseVideoControllers,
      },
    ]
  return [
    nvidia,
    { name: 'rocm-smi', program: 'rocm-smi', args: rocmSmiArguments, parse: parseRocmSmi },
    { name: 'lspci', program: 'lspci', args: ['-nn'], parse: parseLspci },
  ]
}

/** All graphics of this computer; probes run at the same time, each at most two seconds. */
export async function detectGpus(
  platform: NodeJS.Platform,
  systemMemoryBytes: number,
): Promise<GpusDetected> {
  const probes = probesOf(platform, systemMemoryBytes)
  const [results, drm] = await Promise.all([
    Promise.all(probes.map((probe) => runTool(probe.program, probe.args))),
    platform === 'linux' ? readDrm('/sys/class/drm') : [],
  ])
  const unknown = results.flatMap((result, index) =>
    result.ok || result.problem === 'not installed'
      ? []
      : [{ probe: probes[index]?.name ?? '', problem: result.problem }],
  )
  const told = results.map((result, index) =>
    result.ok ? (probes[index]?.parse(result.text) ?? []) : [],
  )
  // The kernel knows AMD's memory without ROCm; lspci comes last, as it knows only names.
  const lists =
    platform === 'linux' ? [...told.slice(0, -1), parseDrm(drm), ...told.slice(-1)] : told
  const visible = visibleGpus(mergeGpus(lists), process.env)
  return { gpus: visible.gpus, unknown: [...unknown, ...visible.unknown] }
}

async function readDrm(folder: string): Promise<DrmCard[]> {
  const names = await readdir(folder).catch(() => [])
  const cards = names.filter((name) => /^card\d{1,3}$/.test(name)).slice(0, 64)
  return Promise.all(
    cards.map(async (card) => {
      const file = (name: string) =>
        readFile(join(folder, card, 'device', name), 'utf8').catch(() => undefined)
      const [vendor, device, vramTotal, vramUsed, gttTotal, productName] = await Promise.all(
        [
          'vendor',
          'device',
          'mem_info_vram_total',
          'mem_info_vram_used',
          'mem_info_gtt_total',
          'product_name',
        ].map(file),
      )
      return { vendor, device, vramTotal, vramUsed, gttTotal, productName }
    }),
  )
}
