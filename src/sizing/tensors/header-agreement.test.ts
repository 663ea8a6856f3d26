import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { convertedHeaders } from '../../../test/support/converted-headers.ts'
import { readRecord } from '../../facts/catalogue/compile-catalogue.ts'
import { chooseClaim } from '../../facts/claim.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { headerAgreement } from './header-agreement.ts'

function architectureOf(id: string) {
  const file = new URL(`../../../data/models/${id}.json`, import.meta.url)
  const record = readRecord({ file: `${id}.json`, text: readFileSync(file, 'utf8') })
  return readArchitecture(chooseClaim(record.facts.config ?? [])?.value)
}

it.each(convertedHeaders().map((header) => [header.model, header] as const))(
  '%s: every tensor has the name and shape that llama.cpp’s converter writes',
  (id, header) => {
    const agreement = headerAgreement(header.tensors, architectureOf(id))
    expect({
      onlyInFile: agreement.onlyInFile.slice(0, 5),
      onlyInShape: agreement.onlyInShape.slice(0, 5),
      otherShape: agreement.otherShape.slice(0, 5),
    }).toEqual({ onlyInFile: [], onlyInShape: [], otherShape: [] })
    expect(agreement.equal).toBe(header.tensors.length)
  },
)
