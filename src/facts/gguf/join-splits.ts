import { invalidFile } from '../invalid-file.ts'
import type { GgufTensor } from './gguf-tensors.ts'
import type { GgufHeader } from './read-gguf-header.ts'

interface SplitNames {
  /** From 1. */
  readonly number: number
  readonly all: readonly string[]
}

const splitsMax = 1000

/** The names of all parts of a split GGUF file, from the name of one (`llama_split_path` of llama.cpp). */
export function splitNames(file: string): SplitNames | undefined {
  const parts = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i.exec(file)
  if (parts === null) return undefined
  const [, stem = '', number, count] = parts
  const total = Number(count)
  if (total < 2 || total > splitsMax || Number(number) < 1 || Number(number) > total)
    return undefined
  return {
    number: Number(number),
    all: Array.from(
      { length: total },
      (_, index) => `${stem}-${String(index + 1).padStart(5, '0')}-of-${count}.gguf`,
    ),
  }
}

/**
 * The header of a whole model from those of its parts, in order. The first part has the metadata; each says which it
 * is (`split.no`, `split.count`), and together they must have the tensors that the first promises.
 */
export function joinSplits(headers: readonly GgufHeader[]): GgufHeader {
  const [first] = headers
  if (first === undefined) throw invalidFile('', 'noFile')
  const stated = first.metadata.get('split.count')
  const count = typeof stated === 'number' && stated > 0 ? stated : 1
  if (headers.length === 1 && count === 1) return first
  if (count !== headers.length)
    throw invalidFile(first.file, 'splitMissing', { value: 1, expected: count })
  const tensors = joinTensors(headers, count)
  const promised = first.metadata.get('split.tensors.count')
  if (typeof promised === 'number' && promised !== tensors.length)
    throw splitError(first, 1, count, 'split.tensors.count')
  return {
    ...first,
    tensors,
    expectedBytes: headers.reduce((sum, header) => sum + header.expectedBytes, 0),
    fileBytes: headers.every((header) => header.fileBytes !== undefined)
      ? headers.reduce((sum, header) => sum + (header.fileBytes ?? 0), 0)
      : undefined,
    headerOnly: headers.some((header) => header.headerOnly),
  }
}

function joinTensors(headers: readonly GgufHeader[], count: number): GgufTensor[] {
  const tensors: GgufTensor[] = []
  const names = new Set<string>()
  for (const [index, header] of headers.entries()) {
    if (header.metadata.get('split.no') !== index || header.metadata.get('split.count') !== count)
      throw splitError(header, index + 1, count, 'split.no')
    for (const tensor of header.tensors) {
      if (names.has(tensor.name)) throw splitError(header, index + 1, count, tensor.name)
      names.add(tensor.name)
      tensors.push(tensor)
    }
  }
  return tensors
}

function splitError(header: GgufHeader, number: number, count: number, what: string) {
  return invalidFile(header.file, 'split', { value: number, expected: count, what })
}
