import type { Architecture } from '../../facts/architecture.ts'
import { tensorsOf } from './tensors-of.ts'

/** How the tensors that a file has compare with those that its shape gives. */
export interface HeaderAgreement {
  /** Tensors of the same name and shape. */
  readonly equal: number
  /** Names that only the file has, that only the shape gives, and that have another shape in the file. */
  readonly onlyInFile: readonly string[]
  readonly onlyInShape: readonly string[]
  readonly otherShape: readonly string[]
  /** Values in the file, without those of blocks that predict further tokens. */
  readonly fileValues: number
}

interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
}

/** Holds the tensors of a GGUF header against those of a shape: the proof that the shape was read rightly. */
export function headerAgreement(
  fileTensors: readonly NamedTensor[],
  architecture: Architecture,
): HeaderAgreement {
  const expected = new Map(tensorsOf(architecture).map((tensor) => [stem(tensor.name), tensor]))
  const inFile = new Set(fileTensors.map(({ name }) => stem(name)))
  const onlyInFile: string[] = []
  const otherShape: string[] = []
  let fileValues = 0
  for (const { name, shape } of fileTensors) {
    const wanted = expected.get(stem(name))
    fileValues += shape.reduce((product, length) => product * length, 1)
    if (wanted === undefined) onlyInFile.push(name)
    else if (plainShape(wanted.shape) !== plainShape(shape)) otherShape.push(name)
  }
  const onlyInShape = [...expected.values()]
    // Blocks that predict further tokens are left out of many files.
    .filter(({ name, notLoaded }) => !inFile.has(stem(name)) && !notLoaded)
    .map(({ name }) => name)
  return {
    equal: fileTensors.length - onlyInFile.length - otherShape.length,
    onlyInFile,
    onlyInShape,
    otherShape,
    fileValues,
  }
}

/** Falcon-H1's norms lack the ending that all other names have. */
function stem(name: string): string {
  return name.endsWith('.weight') ? name.slice(0, -'.weight'.length) : name
}

/** Trailing lengths of one say nothing: files write [128] and [128, 1] for the same vector. */
function plainShape(shape: readonly number[]): string {
  let end = shape.length
  while (end > 1 && shape[end - 1] === 1) end -= 1
  return shape.slice(0, end).join('x')
}
