import { expect, it } from 'vitest'
import { convertedHeaders } from '../../../test/support/converted-headers.ts'
import { ggufBytes } from '../../../test/support/gguf-bytes.ts'
import { bytesInMemory } from '../../facts/byte-source.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { configFromGguf } from '../../facts/gguf/config-from-gguf.ts'
import { familyRules } from '../../facts/gguf/family-rules.ts'
import { readGgufHeader } from '../../facts/gguf/read-gguf-header.ts'
import { headerAgreement } from './header-agreement.ts'

const headers = convertedHeaders().filter(
  ({ architecture, metadata }) => metadata.size > 0 && Object.hasOwn(familyRules, architecture),
)

it('is tried with a header of at least 20 architectures', () => {
  expect(new Set(headers.map(({ architecture }) => architecture)).size).toBeGreaterThanOrEqual(20)
})

it.each(headers.map((header) => [header.model, header] as const))(
  'the GGUF header of %s alone gives back every tensor it has',
  async (_, header) => {
    const metadata = new Map([['general.architecture', header.architecture], ...header.metadata])
    const bytes = ggufBytes(metadata, header.tensors)
    const read = await readGgufHeader(bytesInMemory('a.gguf', bytes))
    const architecture = readArchitecture(configFromGguf(read))
    expect(architecture.engineName).toBe(header.architecture)
    const { equal, onlyInFile, onlyInShape, otherShape } = headerAgreement(
      read.tensors,
      architecture,
    )
    expect({
      onlyInFile: onlyInFile.slice(0, 3),
      onlyInShape: onlyInShape.slice(0, 3),
      otherShape: otherShape.slice(0, 3),
    }).toEqual({ onlyInFile: [], onlyInShape: [], otherShape: [] })
    expect(equal).toBe(header.tensors.length)
  },
)
