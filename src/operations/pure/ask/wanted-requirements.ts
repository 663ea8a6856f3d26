import type { CatalogueEntry } from '../../../facts/catalogue/catalogue-entry.ts'
import type { QuestionReading } from '../../../selection/question/read-question.ts'
import type { Requirements } from '../../../selection/requirements.ts'
import type { OperationContext } from '../context.ts'
import { resolveModels } from '../resolve-model.ts'

/** `only` holds at most so many. */
const onlyMax = 500

/**
 * The requirements of a question. What `recommend` has no field for (a licence by name, a country to keep to, a mechanism
 * such as Mamba) becomes the list of models that have it.
 */
export function wantedRequirements(
  { needs, kind }: QuestionReading,
  context: OperationContext,
): Requirements {
  const { requirements, filters } = needs
  const tests = testsOf(filters, context)
  if (tests.length === 0 || kind !== 'recommend') return requirements
  const families = requirements.only?.flatMap((name) => resolveModels(name, context))
  const among = families === undefined ? undefined : new Set(families)
  const only = context.catalogue.entries
    .filter(({ status, id }) => status === 'open-weights' && (among?.has(id) ?? true))
    .filter((entry) => tests.every((test) => test(entry)))
    .sort((a, b) => (b.releaseDate ?? '').localeCompare(a.releaseDate ?? ''))
    .slice(0, onlyMax)
    .map(({ id }) => id)
  return { ...requirements, only }
}

/** Members of the European Union, and the neighbours that people mean by Europe too. */
const europe =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE CH NO GB IS'.split(
    ' ',
  )

function isInEurope(country: string): boolean {
  return europe.includes(country)
}

type Test = (entry: CatalogueEntry) => boolean

function testsOf(
  filters: QuestionReading['needs']['filters'],
  { catalogue, licences }: OperationContext,
): Test[] {
  const { licences: wanted, licencesExcluded, openSource, countries, mechanisms } = filters
  const tests: Test[] = []
  if (wanted.length > 0) tests.push(({ licence }) => wanted.includes(licence ?? ''))
  if (licencesExcluded.length > 0)
    tests.push(({ licence }) => licence !== undefined && !licencesExcluded.includes(licence))
  if (openSource === true)
    tests.push(({ licence }) => licence !== undefined && licences.get(licence)?.openSource === true)
  if (countries.length > 0)
    tests.push(({ developerCountry = '' }) =>
      countries.some(
        (one) => one === developerCountry || (one === 'EU' && isInEurope(developerCountry)),
      ),
    )
  for (const mechanism of mechanisms)
    tests.push((entry) => {
      if (mechanism === 'moe') return entry.isDense === false
      if (mechanism === 'dense') return entry.isDense === true
      if (mechanism === 'embedding') return entry.modalitiesOutput?.includes('embedding') === true
      const layers = catalogue.architecture(entry)?.layers ?? []
      return layers.some(({ recurrent }) => recurrent !== undefined)
    })
  return tests
}
