import { z } from 'zod'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { measurementSchema } from '../facts/measurement.ts'
import { compareMemory } from '../inference/twin/compare-memory.ts'
import { MeasurementStore } from '../machine/measurements/measurement-store.ts'
import { userFolders } from '../machine/user-folders.ts'
import { ownQuantization } from '../selection/candidate.ts'
import { readQuantization } from '../sizing/quantization/quantization.ts'
import { defineOperation } from './define-operation.ts'
import { presentMeasure } from './present-measure.ts'
import type { OperationContext } from './pure/context.ts'
import { header, headerSchema } from './pure/header.ts'
import { resolveModel } from './pure/resolve-model.ts'
import { runMeasurement } from './run-measurement.ts'

const input = z.strictObject({
  /** Without one, what was measured so far is listed. */
  model: z.string().min(1).max(200).optional(),
  quantization: z.string().min(1).max(60).optional(),
  /** Depth down to which decoding is measured; 4,096 by default. */
  contextLength: z.int().min(512).max(1_000_000).optional(),
  /** `cpu` leaves GPUs out that the engine could use. */
  devices: z.enum(['auto', 'cpu']).optional(),
  /** Calculate embedding and head instead of measuring them: smaller files for large vocabularies. */
  layersOnly: z.boolean().optional(),
  /** Seconds for reading, about; 35 by default. */
  seconds: z.int().min(5).max(3600).optional(),
  /** Measure without keeping the record. */
  dryRun: z.boolean().optional(),
  /** File to write all records to. */
  export: z.string().min(1).max(4096).optional(),
  /** File of records to take in. */
  import: z.string().min(1).max(4096).optional(),
})
type Input = z.output<typeof input>

const output = z.strictObject({
  ...headerSchema,
  action: z.enum(['measured', 'listed', 'exported', 'imported']),
  /** What was measured now, or all records, the newest first. */
  measurements: z.array(measurementSchema),
  /** The twin's buffers, by file: as sized, and as the engine has them. */
  memory: z
    .array(
      z.strictObject({
        blocks: z.number(),
        buffers: z.array(
          z.strictObject({
            buffer: z.enum(['weights', 'kvCache', 'recurrentState', 'compute', 'output']),
            sizedBytes: z.number(),
            engineBytes: z.number(),
          }),
        ),
        repackedBytes: z.number(),
        residentBytes: z.number(),
      }),
    )
    .optional(),
  /** Where records are kept. */
  file: z.string(),
  /** Records written to or taken from the file that was named. */
  count: z.number().optional(),
  /** Lines of the user's file that are no record. */
  damagedLines: z.array(z.number()).optional(),
})
export type MeasureOutput = z.output<typeof output>

const usualDepth = 4096
const usualSeconds = 35

/** Measures a model by its twin, without its weights; keeps, lists and shares what was measured. It runs programs, so it stays off HTTP and MCP. */
export const measure = defineOperation({
  name: 'measure',
  summary: 'measure.summary',
  effect: 'execute',
  surfaces: ['cli', 'library'],
  input,
  output,
  flags: {
    model: { path: 'model', unit: 'text', summary: 'flag.measuredModel', position: 0 },
    quantization: { path: 'quantization', unit: 'text', summary: 'flag.quantization' },
    context: { path: 'contextLength', unit: 'tokens', summary: 'flag.measuredContext' },
    on: { path: 'devices', unit: 'text', summary: 'flag.measuredOn', aliases: ['devices'] },
    'layers-only': { path: 'layersOnly', unit: 'boolean', summary: 'flag.layersOnly' },
    seconds: { path: 'seconds', unit: 'number', summary: 'flag.seconds' },
    'dry-run': { path: 'dryRun', unit: 'boolean', summary: 'flag.measureDryRun' },
    export: { path: 'export', unit: 'text', summary: 'flag.measureExport' },
    import: { path: 'import', unit: 'text', summary: 'flag.measureImport' },
  },
  examples: ['measure'],
  async run(given, context): Promise<MeasureOutput> {
    const store = new MeasurementStore(userFolders().data)
    if (given.model !== undefined) return measureModel(given.model, given, store, context)
    if (given.export !== undefined) {
      const count = await store.export(given.export)
      return { ...(await listed(store, context)), action: 'exported', count }
    }
    if (given.import !== undefined) {
      const { added } = await store.import(given.import)
      return { ...(await listed(store, context)), action: 'imported', count: added }
    }
    return listed(store, context)
  },
  present: (result, reader) => presentMeasure(result, reader),
})

async function listed(store: MeasurementStore, context: OperationContext): Promise<MeasureOutput> {
  const { measurements, damagedLines } = await store.read()
  return {
    ...header(context),
    action: 'listed',
    measurements: [...measurements].sort((a, b) => b.when.localeCompare(a.when)),
    file: store.file,
    ...(damagedLines.length === 0 ? {} : { damagedLines: [...damagedLines] }),
  }
}

async function measureModel(
  name: string,
  given: Input,
  store: MeasurementStore,
  context: OperationContext,
): Promise<MeasureOutput> {
  if (given.export !== undefined || given.import !== undefined)
    throw new TouchstoneError('invalid_input', { field: 'model', problem: 'export, import' })
  const entry = resolveModel(name, context)
  const architecture = context.catalogue.requireArchitecture(entry)
  const { measurement, result } = await runMeasurement(
    {
      model: entry.id,
      architecture,
      quantization: readQuantization(given.quantization ?? ownQuantization(entry) ?? 'Q4_K_M')
        .recipe,
      depth: given.contextLength ?? usualDepth,
      layersOnly: given.layersOnly ?? false,
      on: given.devices ?? 'auto',
      secondsForReading: given.seconds ?? usualSeconds,
    },
    context,
  )
  if (given.dryRun !== true) await store.add(measurement)
  return {
    ...header(context),
    action: 'measured',
    measurements: [measurement],
    memory: result.memory.map((one) => {
      const { buffers, repackedBytes, residentBytes } = compareMemory(one, result.settings)
      return {
        blocks: one.plan.architecture.layers.length,
        buffers: buffers.map((buffer) => ({ ...buffer })),
        repackedBytes,
        residentBytes,
      }
    }),
    file: store.file,
  }
}
