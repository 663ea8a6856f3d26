import { casesOf, readRows } from '../../bench/size-rows.mjs'
import { samplesOf } from '../../scripts/deviation-fit.mjs'
import { matchingKey } from '../../src/facts/catalogue/matching-key.ts'
import { withStoredHead } from '../../src/facts/catalogue/stored-head.ts'
import { chooseClaim } from '../../src/facts/claim.ts'
import { readArchitecture } from '../../src/facts/config-json/read-config.ts'
import { deviationKeys, plainDeviationKey } from '../../src/sizing/quantization/own-recipes.ts'
import { readQuantization } from '../../src/sizing/quantization/quantization.ts'
import { weightsUnder } from '../../src/sizing/weights.ts'

/** Published file sizes with the shape of each row's model. */
export const sizeCases = casesOf(readRows(undefined), {
  matchingKey,
  withStoredHead,
  chooseClaim,
  readArchitecture,
})

/** Those of publishers' own recipes, as shares of what the recipe gives that each starts from. */
export const deviationSamples = samplesOf(sizeCases, {
  readQuantization,
  deviationKeys,
  plainDeviationKey,
  weightsUnder,
})
