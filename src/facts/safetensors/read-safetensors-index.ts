import { parseJson } from '../../base/parse-json.ts'
import { invalidFile } from '../invalid-file.ts'

export interface SafetensorsIndex {
  /** Bytes of all tensors, as the index says. */
  readonly totalBytes: number | undefined
  /** Names of the files, each once, in order. */
  readonly files: readonly string[]
  readonly tensorCount: number
}

const filesMax = 4096

/**
 * Reads `model.safetensors.index.json`. File names that are no plain `….safetensors` names are refused: they are
 * opened later. Throws `invalid_file`.
 */
export function readSafetensorsIndex(name: string, text: string): SafetensorsIndex {
  const index = parsed(name, text)
  const map = index.weight_map
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw invalidFile(name, 'safetensorsJson', { value: 'weight_map' })
  const files = new Set<string>()
  const entries = Object.values(map)
  for (const file of entries) {
    if (typeof file !== 'string' || !/^[\w.-]{1,200}\.safetensors$/.test(file))
      throw invalidFile(name, 'safetensorsJson', { value: String(file).slice(0, 100) })
    files.add(file)
    if (files.size > filesMax)
      throw invalidFile(name, 'tooMany', {
        what: 'files',
        value: files.size,
        limit: filesMax,
        position: 0,
      })
  }
  return {
    totalBytes: totalOf(index.metadata),
    files: [...files].sort(),
    tensorCount: entries.length,
  }
}

function parsed(name: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // The message below says it in words of this file.
  }
  throw invalidFile(name, 'safetensorsJson', { value: 'JSON' })
}

function totalOf(metadata: unknown): number | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const total = Object.hasOwn(metadata, 'total_size')
    ? (metadata as Record<string, unknown>).total_size
    : undefined
  return typeof total === 'number' && Number.isSafeInteger(total) && total > 0 ? total : undefined
}
