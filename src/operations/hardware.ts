import { z } from 'zod'
import { formatBytes } from '../base/bytes.ts'
import type { Block, TextDocument } from '../base/document.ts'
import type { Locale } from '../base/locale.ts'
import { say } from '../base/messages/all-messages.ts'
import { formatRate } from '../base/quantities.ts'
import { readMachine } from '../facts/devices/read-machine.ts'
import { readSettings } from '../machine/configuration.ts'
import { detectHardware } from '../machine/detect-hardware.ts'
import { hardwareReportSchema } from '../machine/hardware-report.ts'
import { machineFromReport } from '../machine/machine-from-report.ts'
import { userFolders } from '../machine/user-folders.ts'
import { defineOperation } from './define-operation.ts'
import type { Reader } from './operation.ts'
import { header, headerSchema } from './pure/header.ts'
import { codedSchema, shownMachineSchema } from './pure/shared-schemas.ts'
import { shownMachine } from './pure/shown.ts'
import { speak } from './pure/spoken.ts'

const input = z.strictObject({
  /** A device or machine to describe instead of this computer. */
  devices: z.string().min(1).max(500).optional(),
  refresh: z.boolean().optional(),
})

const output = z.strictObject({
  ...headerSchema,
  machine: shownMachineSchema,
  assumptions: z.array(codedSchema),
  /** What the tools of this computer told; absent for a described machine. */
  report: hardwareReportSchema.optional(),
})
type Output = z.output<typeof output>

/** What this computer has, or what a named device has. */
export const hardware = defineOperation({
  name: 'hardware',
  summary: 'hardware.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    device: {
      path: 'devices',
      unit: 'machine',
      summary: 'flag.device',
      position: 0,
      aliases: ['on'],
    },
    refresh: { path: 'refresh', unit: 'boolean', summary: 'flag.refresh' },
  },
  examples: [
    'hardware',
    'hardware "2x a100-80gb"',
    'hardware cpu:ryzen-7-7840u,ram=32gb,bandwidth=90GB/s --json',
  ],
  async run(given, context) {
    if (given.devices !== undefined) {
      const machine = readMachine(given.devices, context.devices)
      return {
        ...header(context),
        machine: shownMachine(machine),
        assumptions: coded(machine.assumptions),
      }
    }
    const { values } = readSettings()
    const report = await detectHardware({
      cacheFolder: userFolders().cache,
      refresh: given.refresh ?? false,
      measureBandwidth: values.measureBandwidth ?? true,
    })
    const machine = machineFromReport(report, context.devices)
    return {
      ...header(context),
      machine: shownMachine(machine),
      assumptions: coded(machine.assumptions),
      report,
    }
  },
  present: (result, reader) => present(result, reader),
})

function coded(
  assumptions: readonly {
    readonly code: string
    readonly values: Readonly<Record<string, string | number>>
  }[],
): Output['assumptions'] {
  return assumptions.map(({ code, values }) => ({ code, values: { ...values } }))
}

function present({ machine, report, assumptions }: Output, { locale }: Reader): TextDocument {
  const rows: { label: string; value: { text: string } }[] = []
  const row = (code: string, text: string) =>
    rows.push({ label: say(locale, code), value: { text } })
  if (report !== undefined) {
    const { cpu, memory } = report
    row(
      'hardware.cpu',
      [
        cpu.name ?? say(locale, 'word.unknown'),
        cpu.physicalCores === undefined
          ? ''
          : say(locale, 'hardware.cores', { physical: cpu.physicalCores }),
      ].join('  '),
    )
    row(
      'hardware.instructionSets',
      cpu.instructionSets.length === 0
        ? say(locale, 'word.unknown')
        : cpu.instructionSets.join(' '),
    )
    row(
      'hardware.memory',
      say(locale, 'hardware.freeOf', {
        free: formatBytes(memory.freeBytes),
        total: formatBytes(memory.limitBytes ?? memory.totalBytes),
      }),
    )
    row(
      'hardware.bandwidth',
      report.memoryBandwidthBytesPerSecond === undefined
        ? say(locale, 'word.unknown')
        : say(locale, 'hardware.bandwidthMeasured', {
            bandwidth: gigabytes(report.memoryBandwidthBytesPerSecond),
          }),
    )
    if (report.gpus.length === 0) row('hardware.gpu', say(locale, 'hardware.noGpu'))
    for (const { probe, problem } of report.unknown)
      row('hardware.gpu', `${probe}: ${say(locale, 'hardware.notProbed', { problem })}`)
  }
  const listed = machine.devices.filter(({ kind }) => report === undefined || kind !== 'cpu')
  return [
    { kind: 'facts', rows },
    ...deviceTable(listed, locale),
    ...assumptionList(assumptions, locale),
  ]
}

function gigabytes(bytesPerSecond: number): string {
  return formatRate(bytesPerSecond / 1e9)
}

function deviceTable(devices: Output['machine']['devices'], locale: Locale): Block[] {
  if (devices.length === 0) return []
  const unknown = say(locale, 'word.unknown')
  return [
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'column.device') },
        { title: say(locale, 'column.memory'), align: 'right' },
        { title: say(locale, 'column.usable'), align: 'right' },
        { title: say(locale, 'hardware.bandwidth'), align: 'right' },
        { title: say(locale, 'hardware.compute'), align: 'right' },
      ],
      rows: devices.map((device) => [
        { text: device.count > 1 ? `${device.count} × ${device.name}` : device.name },
        { text: formatBytes(device.memoryBytes) },
        { text: formatBytes(device.usableBytes ?? device.memoryBytes) },
        {
          text:
            device.bandwidthBytesPerSecond === undefined
              ? unknown
              : `${gigabytes(device.bandwidthBytesPerSecond)} GB/s`,
        },
        {
          text:
            device.fp16FlopsPerSecond === undefined
              ? unknown
              : `${formatRate(device.fp16FlopsPerSecond / 1e12)} TFLOPS`,
        },
      ]),
    },
  ]
}

function assumptionList(assumptions: Output['assumptions'], locale: Locale): Block[] {
  if (assumptions.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'recommend.assumptions') },
    { kind: 'list', items: assumptions.map((assumption) => ({ text: speak(assumption, locale) })) },
  ]
}
