import { z } from 'zod'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { readArchitecture } from '../facts/config-json/read-config.ts'
import type { FoundModel } from '../facts/imported/found-model.ts'
import { configOf, importedRecord } from '../facts/imported/imported-record.ts'
import { publishedConfigSchema } from '../facts/model-record.ts'
import { withFile } from '../machine/imports/file-source.ts'
import { findInPlace, readConfig } from '../machine/imports/find-in-place.ts'
import { destinationOf } from '../machine/imports/places.ts'
import { webSettings } from '../machine/imports/web-settings.ts'
import { checkImport } from './check-import.ts'
import { defineOperation } from './define-operation.ts'
import { presentImport } from './present-import.ts'
import type { OperationContext } from './pure/context.ts'
import { header, headerSchema } from './pure/header.ts'

const modelId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/)
  .max(80)

const input = z.strictObject({
  /** A config.json, a GGUF or safetensors file, an index, a folder, an address, or a Hub id with or without `@revision`. */
  from: z.string().min(1).max(2000).optional(),
  /** Fields of a config.json, instead of a place. */
  architecture: publishedConfigSchema.optional(),
  /** A config.json on this computer that stands for the place's own. */
  config: z.string().min(1).max(2000).optional(),
  /** The one file of the place that is meant. */
  file: z.string().min(1).max(400).optional(),
  id: modelId.optional(),
  name: z.string().min(1).max(200).optional(),
  /** Day of the release, where no card says it: with the size it lets a quality be predicted. */
  released: z.iso.date().optional(),
  /** Look and check, write nothing. */
  dryRun: z.boolean().optional(),
  /** Id of an imported model to take out again. */
  remove: modelId.optional(),
})

const check = z.strictObject({
  check: z.enum(['tensors', 'total', 'none']),
  outcome: z.enum(['exact', 'within', 'unproven']),
  published: z.number().optional(),
  derived: z.number().optional(),
  differing: z.array(z.string()).optional(),
})

const output = z.strictObject({
  ...headerSchema,
  action: z.enum(['imported', 'replaced', 'checked', 'removed', 'listed']),
  model: z
    .strictObject({
      id: z.string(),
      from: z.string(),
      kind: z.enum(['config', 'gguf', 'safetensors', 'folder', 'hub', 'address']),
      revision: z.string().optional(),
      modelType: z.string(),
      /** What llama.cpp calls it; absent where it has no such architecture. */
      engineName: z.string().optional(),
      totalParams: z.number(),
      /** Absent where the config does not say. */
      contextLength: z.number().optional(),
      licence: z.string().optional(),
    })
    .optional(),
  checks: z.array(check),
  /** The record that was written. */
  file: z.string().optional(),
  /** Ids of all imported models. */
  imported: z.array(z.string()),
})
export type ImportOutput = z.output<typeof output>
type Input = z.output<typeof input>

/**
 * Adds anyone's model to the user's own records: the shape from a config or header, proved by what lies beside it.
 * Not on HTTP: it reads files and addresses that the caller names.
 */
export const importModel = defineOperation({
  name: 'import',
  summary: 'import.summary',
  effect: 'write',
  surfaces: ['cli', 'batch', 'library'],
  input,
  output,
  flags: {
    from: { path: 'from', unit: 'text', summary: 'flag.from', position: 0 },
    config: { path: 'config', unit: 'text', summary: 'flag.config' },
    file: { path: 'file', unit: 'text', summary: 'flag.file' },
    id: { path: 'id', unit: 'text', summary: 'flag.id' },
    name: { path: 'name', unit: 'text', summary: 'flag.name' },
    released: { path: 'released', unit: 'text', summary: 'flag.released' },
    'dry-run': { path: 'dryRun', unit: 'boolean', summary: 'flag.dryRun' },
    remove: { path: 'remove', unit: 'text', summary: 'flag.remove' },
  },
  examples: ['import'],
  async run(given, context): Promise<ImportOutput> {
    const { remove, from, architecture } = given
    if (remove !== undefined) return removed(remove, context)
    if (given.released !== undefined && given.released > context.today)
      throw new TouchstoneError('invalid_input', {
        field: 'released',
        problem: 'problem.import.released',
      })
    if (from === undefined && architecture === undefined)
      return { ...header(context), action: 'listed', checks: [], imported: importedIds(context) }
    return add(await find(given), given, context)
  },
  present: (result, reader) => presentImport(result, reader),
})

async function find({ from, architecture, config, file }: Input): Promise<FoundModel> {
  if (architecture !== undefined)
    return { kind: 'config', from: 'config.json', name: nameOf(architecture), config: architecture }
  const { place, only } = await destinationOf(from ?? '', await webSettings())
  const given = config === undefined ? undefined : await withFile(config, readConfig)
  const found = await findInPlace(place, file ?? only, given)
  const renamed =
    found.kind === 'config' && found.name === 'config.json' && found.config !== undefined
      ? { ...found, name: nameOf(found.config) }
      : found
  return renamed
}

/** A config without a file name says at best which folder it was saved in. */
function nameOf(config: Readonly<Record<string, unknown>>): string {
  const { _name_or_path: saved, model_type: type } = config
  if (typeof saved === 'string' && saved !== '') return saved.slice(0, 200)
  return typeof type === 'string' ? `imported-${type}`.slice(0, 80) : 'imported-model'
}

async function add(
  found: FoundModel,
  { id, name, released, dryRun }: Input,
  context: OperationContext,
): Promise<ImportOutput> {
  const { importedModels } = context
  if (importedModels === undefined) throw new TouchstoneError('not_allowed', { problem: 'import' })
  const config = configOf(found)
  if (config === undefined)
    throw new TouchstoneError('import_incomplete', {
      from: found.from,
      problem: 'problem.import.noConfig',
    })
  const architecture = readArchitecture(config)
  const { checks, totals } = checkImport(found, architecture)
  const record = importedRecord(found, {
    id,
    name,
    released,
    date: context.today,
    totals,
    derivedTotal: checks.find(({ derived }) => derived !== undefined)?.derived,
  })
  const isThere = refuseTaken(record.id, id, found, context)
  const file = dryRun === true ? undefined : await importedModels.save(record)
  return {
    ...header(context),
    action: dryRun === true ? 'checked' : isThere ? 'replaced' : 'imported',
    model: {
      id: record.id,
      from: found.from,
      kind: found.kind,
      revision: found.revision,
      modelType: architecture.modelType,
      engineName: architecture.engineName,
      totalParams: record.facts.totalParams?.[0]?.value ?? 0,
      contextLength: record.facts.contextLengthNative?.[0]?.value,
      licence: record.facts.licence?.[0]?.value,
    },
    checks: checks.map((one) => check.parse(one)),
    file,
    imported: importedIds(context),
  }
}

/**
 * Whether the user imported one of this id before. What the catalogue has, by whatever name, and its families are never
 * hidden: throws `model_exists`.
 */
function refuseTaken(
  id: string,
  given: string | undefined,
  found: FoundModel,
  { catalogue, families, importedModels }: OperationContext,
): boolean {
  if (importedModels?.ids().includes(id) === true) return true
  const taken =
    catalogue.find(id) ??
    families.find(id) ??
    (given === undefined && found.repository !== undefined
      ? catalogue.find(found.repository)
      : undefined)
  if (taken !== undefined)
    throw new TouchstoneError('model_exists', {
      model: taken.id,
      suggestion: `${id}-imported`,
      from: found.from,
    })
  return false
}

async function removed(id: string, context: OperationContext): Promise<ImportOutput> {
  if ((await context.importedModels?.remove(id)) !== true)
    throw new TouchstoneError('unknown_model', { model: id, nearest: importedIds(context) })
  return { ...header(context), action: 'removed', checks: [], imported: importedIds(context) }
}

function importedIds({ importedModels }: OperationContext): string[] {
  return [...(importedModels?.ids() ?? [])]
}
