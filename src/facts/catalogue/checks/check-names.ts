import type { ModelRecord } from '../../model-record.ts'
import { matchingKey } from '../matching-key.ts'
import type { Problem } from './problem.ts'

/** No id, name in any language, alias or Hub id may lead to two models. */
export function duplicateNames(records: readonly ModelRecord[]): Problem[] {
  const owners = new Map<string, string>()
  const problems: Problem[] = []
  for (const { id, names } of records) {
    const own = [id, names.en, names['zh-TW'], names['zh-CN'], ...names.aliases]
    for (const key of new Set(
      own.flatMap((name) => (name === undefined ? [] : matchingKey(name))),
    )) {
      const owner = owners.get(key)
      if (owner !== undefined && owner !== id)
        problems.push({
          file: `data/models/${id}.json`,
          field: 'names',
          problem: `"${key}" is also a name of ${owner}; take it from one of them`,
        })
      owners.set(key, id)
    }
  }
  return problems
}
