import type { ModelRecord } from '../../model-record.ts'
import { type Family, namesOf } from '../family.ts'
import { matchingKey } from '../matching-key.ts'
import type { Problem } from './problem.ts'

/** Members exist, no name leads to two families or hides behind a model, and an empty family says why it is. */
export function checkFamilies(
  families: readonly Family[],
  records: readonly ModelRecord[],
): Problem[] {
  const file = 'data/families.json'
  const ids = new Set(records.map(({ id }) => id))
  const models = new Map(
    records.flatMap(({ id, names }) =>
      [id, names.en, names['zh-TW'], names['zh-CN'], ...names.aliases].flatMap((name) =>
        name === undefined ? [] : [[matchingKey(name), id] as const],
      ),
    ),
  )
  const statuses = new Map(records.map(({ id, status }) => [id, status]))
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  for (const family of families) {
    const report = (problem: string) => problems.push({ file, field: family.id, problem })
    for (const member of family.members)
      if (!ids.has(member)) report(`there is no model "${member}"; take it out or add its record`)
    const found = new Set(family.members.map((member) => statuses.get(member)))
    if (found.size > 1 && family.status === undefined)
      report('its models are open and closed; say in status what the family is')
    if (family.members.length === 0 && family.note === undefined)
      report('it has no members; say why in a note')
    for (const key of new Set(namesOf(family).map(matchingKey))) {
      const model = models.get(key)
      if (model !== undefined) report(`"${key}" is a name of the model ${model}`)
      const owner = owners.get(key)
      if (owner !== undefined) report(`"${key}" is also a name of the family ${owner}`)
      owners.set(key, family.id)
    }
  }
  return problems
}
