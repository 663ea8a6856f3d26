import { createHash } from 'node:crypto'
import { GiB } from '../../base/bytes.ts'
import type { MeasuredMachine } from '../../facts/measurement.ts'
import type { HardwareReport } from '../hardware-report.ts'

/** What a record of a measurement says of a computer: its parts, nothing of its owner. */
export function measuredMachine(report: HardwareReport): MeasuredMachine {
  const { platform, architecture, cpu, memory, gpus } = report
  const parts = {
    platform,
    architecture,
    ...(cpu.name === undefined ? {} : { cpu: cpu.name.slice(0, 200) }),
    ...(cpu.physicalCores === undefined ? {} : { physicalCores: cpu.physicalCores }),
    instructionSets: [...cpu.instructionSets].sort(),
    memoryBytes:
      Math.round(Math.min(memory.totalBytes, memory.limitBytes ?? memory.totalBytes) / GiB) * GiB,
    gpus: gpus.map(({ name, memoryBytes }) => ({
      name,
      ...(memoryBytes === undefined ? {} : { memoryBytes: Math.round(memoryBytes / GiB) * GiB }),
    })),
  }
  const fingerprint = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
  return { fingerprint, ...parts }
}
