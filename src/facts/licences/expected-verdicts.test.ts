import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { licenceListSchema } from './licence.ts'
import { LicenceTable } from './licence-table.ts'
import { licenceUseSchema } from './licence-use.ts'
import { licenceVerdict } from './licence-verdict.ts'
import { readLicenceUse } from './read-licence-use.ts'

const file = new URL('../../../test/licences/expected-verdicts.json', import.meta.url)
const verdict = z.enum(['allowed', 'with-duties', 'not-allowed', 'unclear'])

/** What people who read the clauses, and not the code, expect of every licence and use. */
const expectedSchema = z.strictObject({
  /** A use as the input of the operation has it, or in words. */
  uses: z.array(z.strictObject({ id: z.string(), use: z.union([licenceUseSchema, z.string()]) })),
  verdicts: z.record(z.string(), z.record(z.string(), verdict)),
  /** Where the readers did not agree; `npm run data` prints them. */
  disagreements: z.array(z.record(z.string(), z.json())).optional(),
})

function differences(): { differences: string[]; pairs: number } {
  const expected = expectedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const data = new URL('../../../data/licences.json', import.meta.url)
  const table = new LicenceTable(licenceListSchema.parse(JSON.parse(readFileSync(data, 'utf8'))))
  const uses = new Map(
    expected.uses.map(({ id, use }) => [id, typeof use === 'string' ? readLicenceUse(use) : use]),
  )
  let pairs = 0
  const found: string[] = []
  for (const [id, byUse] of Object.entries(expected.verdicts))
    for (const [useId, wanted] of Object.entries(byUse)) {
      pairs += 1
      const [licence, use] = [table.get(id), uses.get(useId)]
      if (licence === undefined) found.push(`${id}: no such licence`)
      else if (use === undefined) found.push(`${id}, ${useId}: no such use`)
      else {
        const judged = licenceVerdict(licence, use)
        const clauses = judged.clauses.map(({ clause }) => clause ?? '?').join('; ')
        if (judged.verdict !== wanted)
          found.push(`${id}, ${useId}: readers ${wanted}, program ${judged.verdict} (${clauses})`)
      }
    }
  return { differences: found, pairs }
}

it.skipIf(!existsSync(file))(
  'the verdict of every licence and use is the one that readers of the clauses expect',
  () => {
    const { differences: found, pairs } = differences()
    expect(pairs).toBeGreaterThan(0)
    expect(found, `${found.length} of ${pairs} differ:\n${found.join('\n')}`).toEqual([])
  },
)
