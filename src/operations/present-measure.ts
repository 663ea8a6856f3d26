import { formatBytes } from '../base/bytes.ts'
import type { Block, TextDocument } from '../base/document.ts'
import type { Locale } from '../base/locale.ts'
import { say } from '../base/messages/all-messages.ts'
import { formatCount, formatRate } from '../base/quantities.ts'
import type { MeasuredFigure, Measurement } from '../facts/measurement.ts'
import type { MeasureOutput } from './measure.ts'
import type { Reader } from './operation.ts'

/** A measurement for a person: rates with their intervals, how they were come by, what is to be doubted. */
export function presentMeasure(output: MeasureOutput, { locale }: Reader): TextDocument {
  const { action, measurements, file, count, damagedLines } = output
  const [first] = measurements
  const blocks: Block[] = []
  if (action === 'exported' || action === 'imported')
    blocks.push(paragraph(locale, `measure.${action}`, { count: count ?? 0 }))
  if (damagedLines !== undefined)
    blocks.push(paragraph(locale, 'measure.damaged', { file, lines: damagedLines.map(String) }))
  if (action === 'measured' && first !== undefined)
    return [...blocks, ...one(first, locale), ...memoryTable(output, locale)]
  if (first === undefined) return [...blocks, paragraph(locale, 'measure.none', {})]
  return [...blocks, list(measurements, locale), paragraph(locale, 'measure.keptIn', { file })]
}

function paragraph(
  locale: Locale,
  code: string,
  values: Readonly<Record<string, string | number | readonly string[]>>,
): Block {
  return { kind: 'paragraph', text: say(locale, code, values) }
}

function one(measurement: Measurement, locale: Locale): Block[] {
  const { model, quantization, engine, settings, noise, tookSeconds, reductions } = measurement
  const device =
    engine.devices.length > 0
      ? engine.devices.join(', ')
      : (measurement.machine.cpu ?? engine.backend)
  return [
    paragraph(locale, 'measure.title', {
      model,
      quantization,
      engine: `llama.cpp ${engine.release}`,
      device,
      threads: settings.threads,
    }),
    rateTable(measurement, locale),
    {
      kind: 'list',
      items: [
        ...reductions.map(({ code, values }) => ({
          text: say(locale, `measure.reduced.${code}`, {
            ...values,
            files: Object.entries(values)
              .filter(([name]) => name.startsWith('file'))
              .map(([, blocks]) => String(blocks)),
          }),
        })),
        {
          text: say(locale, noise.isNoisy ? 'measure.noisy' : 'measure.steady', {
            decode: percent(noise.decodeSpread),
            prefill: percent(noise.prefillSpread ?? 0),
            void: noise.voidRuns,
            load: noise.load === undefined ? say(locale, 'word.unknown') : noise.load.toFixed(2),
          }),
          ...(noise.isNoisy ? { tone: 'warning' as const } : {}),
        },
        { text: say(locale, 'measure.took', { seconds: Math.round(tookSeconds ?? 0) }) },
      ],
    },
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function rateTable({ figures }: Measurement, locale: Locale): Block {
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'measure.work') },
      { title: say(locale, 'measure.rate'), align: 'right' },
      { title: say(locale, 'measure.interval'), align: 'right' },
      { title: say(locale, 'measure.time'), align: 'right' },
    ],
    rows: figures.map((figure) => [
      { text: workOf(figure, locale), tone: 'strong' },
      { text: formatRate(figure.tokensPerSecond) },
      { text: `${formatRate(figure.low)}–${formatRate(figure.high)}` },
      { text: timeOf(figure) },
    ]),
  }
}

function workOf(figure: MeasuredFigure, locale: Locale): string {
  return figure.kind === 'decode'
    ? say(locale, 'measure.decodeAt', { depth: formatCount(figure.depth) })
    : say(locale, 'measure.prefillOf', { tokens: formatCount(figure.promptTokens) })
}

/** Of one token while decoding; of the prompt until its first token. */
function timeOf(figure: MeasuredFigure): string {
  const seconds = (figure.kind === 'decode' ? 1 : figure.promptTokens) / figure.tokensPerSecond
  return seconds >= 1 ? `${seconds.toFixed(1)} s` : `${(1000 * seconds).toFixed(1)} ms`
}

function list(measurements: readonly Measurement[], locale: Locale): Block {
  return {
    kind: 'table',
    columns: [
      { title: say(locale, 'measure.when') },
      { title: say(locale, 'column.model') },
      { title: say(locale, 'measure.work') },
      { title: say(locale, 'measure.rate'), align: 'right' },
      { title: say(locale, 'measure.interval'), align: 'right' },
      { title: say(locale, 'column.device') },
    ],
    rows: measurements.flatMap((measurement) =>
      measurement.figures.map((figure) => [
        { text: measurement.when.slice(0, 16).replace('T', ' ') },
        { text: `${measurement.model} ${measurement.quantization}`, tone: 'strong' as const },
        { text: workOf(figure, locale) },
        { text: formatRate(figure.tokensPerSecond) },
        { text: `${formatRate(figure.low)}–${formatRate(figure.high)}` },
        { text: measurement.engine.devices[0] ?? measurement.machine.cpu ?? '' },
      ]),
    ),
  }
}

function memoryTable({ memory }: MeasureOutput, locale: Locale): Block[] {
  if (memory === undefined || memory.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'measure.memory') },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'measure.blocks'), align: 'right' },
        { title: say(locale, 'measure.buffer') },
        { title: say(locale, 'measure.sized'), align: 'right' },
        { title: say(locale, 'column.engine'), align: 'right' },
      ],
      rows: memory.flatMap(({ blocks, buffers }) =>
        buffers.map(({ buffer, sizedBytes, engineBytes }) => [
          { text: String(blocks) },
          { text: say(locale, `measure.buffer.${buffer}`) },
          { text: formatBytes(sizedBytes) },
          { text: formatBytes(engineBytes) },
        ]),
      ),
    },
    {
      kind: 'list',
      items: memory.map(({ blocks, repackedBytes, residentBytes }) => ({
        text: say(locale, 'measure.resident', {
          blocks,
          repacked: formatBytes(repackedBytes),
          resident: formatBytes(residentBytes),
        }),
      })),
    },
  ]
}
