import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { HardwareReport } from './hardware-report.ts'
import { parseCgroupMemory, parseMeminfo, parseVmStat } from './probes/parse-memory.ts'
import { runTool } from './probes/run-tool.ts'

const text = (file: string) => readFile(file, 'utf8').catch(() => '')

/** Memory of this computer, total and to be had now; a container's limit counts where it is lower. */
export async function detectMemory(platform: NodeJS.Platform): Promise<HardwareReport['memory']> {
  if (platform === 'darwin') {
    const vmStat = await runTool('vm_stat', [])
    const free = vmStat.ok ? parseVmStat(vmStat.text) : undefined
    return { totalBytes: totalmem(), freeBytes: free ?? freemem() }
  }
  if (platform !== 'linux') return { totalBytes: totalmem(), freeBytes: freemem() }
  const [meminfo, cgroup] = await Promise.all([text('/proc/meminfo'), readCgroup()])
  const memory = parseMeminfo(meminfo) ?? { totalBytes: totalmem(), freeBytes: freemem() }
  if (cgroup === undefined || cgroup.limitBytes >= memory.totalBytes) return memory
  const freeBytes = Math.max(0, Math.min(memory.freeBytes, cgroup.limitBytes - cgroup.usedBytes))
  return { totalBytes: memory.totalBytes, freeBytes, limitBytes: cgroup.limitBytes }
}

async function readCgroup() {
  const second = await Promise.all(
    ['memory.max', 'memory.current', 'memory.stat'].map((name) => text(`/sys/fs/cgroup/${name}`)),
  )
  const first = await Promise.all(
    ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.stat'].map((name) =>
      text(`/sys/fs/cgroup/memory/${name}`),
    ),
  )
  const [limit2 = '', usage2 = '', stat2 = ''] = second
  const [limit1 = '', usage1 = '', stat1 = ''] = first
  return parseCgroupMemory(limit2, usage2, stat2) ?? parseCgroupMemory(limit1, usage1, stat1)
}
