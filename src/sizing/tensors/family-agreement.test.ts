import { expect, it } from 'vitest'
import { convertedFamilies } from '../../../test/support/converted-families.ts'
import { ggufBytes } from '../../../test/support/gguf-bytes.ts'
import type { Architecture } from '../../facts/architecture.ts'
import { bytesInMemory } from '../../facts/byte-source.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { configFromGguf } from '../../facts/gguf/config-from-gguf.ts'
import { readGgufHeader } from '../../facts/gguf/read-gguf-header.ts'
import { headerAgreement } from './header-agreement.ts'

const families = convertedFamilies().map((family) => [family.model, family] as const)
const nothing = { onlyInFile: [], onlyInShape: [], otherShape: [] }

function differences(tensors: Parameters<typeof headerAgreement>[0], architecture: Architecture) {
  const { onlyInFile, onlyInShape, otherShape } = headerAgreement(tensors, architecture)
  return {
    onlyInFile: onlyInFile.slice(0, 5),
    onlyInShape: onlyInShape.slice(0, 5),
    otherShape: otherShape.slice(0, 5),
  }
}

it('holds 71 models against the converter', () => {
  expect(families).toHaveLength(71)
})

it.each(families)(
  '%s: every tensor has the name and shape that the converter writes',
  (_, family) => {
    const architecture = readArchitecture(family.config)
    expect(architecture.engineName).toBe(family.architecture)
    expect(differences(family.tensors, architecture)).toEqual(nothing)
  },
)

it.each(families)(
  '%s: its GGUF header alone gives back the shape and the windows',
  async (_, family) => {
    const bytes = ggufBytes(family.metadata, family.tensors)
    const header = await readGgufHeader(bytesInMemory('a.gguf', bytes))
    const architecture = readArchitecture(configFromGguf(header))
    expect(architecture.engineName).toBe(family.architecture)
    expect(differences(header.tensors, architecture)).toEqual(nothing)
    const windows = ({ layers }: Architecture) =>
      layers.map(({ attention }) => `${attention?.kind} ${attention?.window}`)
    expect(windows(architecture)).toEqual(windows(readArchitecture(family.config)))
  },
)
