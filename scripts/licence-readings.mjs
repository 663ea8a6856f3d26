// What two readers of the licences, who did not see the code, expected; and where they did not agree.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} root @param {boolean} isWhole print every disagreement @returns {string[]} */
export function licenceReadings(root, isWhole) {
  const file = join(root, 'test', 'licences', 'expected-verdicts.json')
  /** @type {{ uses: unknown[], verdicts: Record<string, Record<string, string>>, disagreements: Record<string, string>[] }} */
  const { uses, verdicts, disagreements } = JSON.parse(readFileSync(file, 'utf8'))
  const licences = Object.keys(verdicts).length
  const lines = [
    `${licences} licences x ${uses.length} uses read from the clauses by two readers: they disagreed on ${disagreements.length} of ${licences * uses.length}`,
  ]
  if (isWhole)
    for (const { licence, use, reader1, reader2, settled, why } of disagreements)
      lines.push(`  ${licence}, ${use}: ${reader1} / ${reader2}, settled as ${settled}. ${why}`)
  return lines
}
