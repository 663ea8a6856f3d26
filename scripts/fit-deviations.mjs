// Writes src/sizing/quantization/deviations.ts from data/measured/file-sizes.json: `node scripts/fit-deviations.mjs`, after a build.
import { writeFileSync } from 'node:fs'
import { casesOf, readRows } from '../bench/size-rows.mjs'
import { matchingKey } from '../dist/facts/catalogue/matching-key.js'
import { withStoredHead } from '../dist/facts/catalogue/stored-head.js'
import { chooseClaim } from '../dist/facts/claim.js'
import { readArchitecture } from '../dist/facts/config-json/read-config.js'
import { deviationKeys, plainDeviationKey } from '../dist/sizing/quantization/own-recipes.js'
import { readQuantization } from '../dist/sizing/quantization/quantization.js'
import { weightsUnder } from '../dist/sizing/weights.js'
import { fitDeviations, heldOutCoverage, samplesOf } from './deviation-fit.mjs'

const cases = casesOf(readRows(undefined), {
  matchingKey,
  withStoredHead,
  chooseClaim,
  readArchitecture,
})
const samples = samplesOf(cases, {
  readQuantization,
  deviationKeys,
  plainDeviationKey,
  weightsUnder,
})
const lines = Object.entries(fitDeviations(samples)).map(
  ([name, values]) => `  '${name}': [${values.join(', ')}],`,
)
writeFileSync(
  new URL('../src/sizing/quantization/deviations.ts', import.meta.url),
  `// Written by scripts/fit-deviations.mjs from data/measured/file-sizes.json; a test holds it to that.

/**
 * Bytes of the blocks' matrices in publishers' own recipes, as a share of those under the recipe that each starts from: estimate,
 * low and high (80 %), by recipe or by family and bits, and by age and kind of the model.
 */
export const deviations: Readonly<Record<string, readonly [number, number, number]>> = {
${lines.join('\n')}
}
`,
)
const { inside, all, missed } = heldOutCoverage(samples)
console.log(`${samples.length} files; ${inside} of ${all} inside with their model held out`)
if (process.argv.includes('--misses')) console.table(missed)
