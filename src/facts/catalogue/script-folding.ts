import { matchingKey } from './matching-key.ts'

/** Characters of one script and, in the same order, what stands for them in the other. */
export interface ScriptTable {
  readonly traditional: string
  readonly simplified: string
}

/**
 * Makes the key that names are compared by: `matchingKey`, with Traditional characters as their Simplified ones, so that
 * 智譜 and 智谱 are one name. Character by character, which is enough for names; the table is made on first need.
 */
export function nameKeyMaker({ traditional, simplified }: ScriptTable): (name: string) => string {
  let table: Map<string, string> | undefined
  const fold = (text: string) => {
    table ??= new Map(
      Array.from(traditional, (character, at) => [character, simplified[at] ?? character] as const),
    )
    const known = table
    return text.replaceAll(/\p{Script=Han}/gu, (character) => known.get(character) ?? character)
  }
  return (name) => {
    const key = matchingKey(name)
    return /^[\0-\xff]*$/.test(key) ? key : fold(key)
  }
}
