/**
 * The first key that an object of a JSON text has twice; undefined where there is none. `JSON.parse` keeps the last
 * silently, other readers the first, so two programs would see two files. Walks the text once; broken JSON is left to the parser.
 */
export function duplicateKey(text: string): string | undefined {
  /** One set of keys for each open object; undefined for a list. */
  const open: (Set<string> | undefined)[] = []
  let key: string | undefined
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') {
      const end = endOfText(text, index)
      key = text.slice(index, end)
      index = end
    } else if (character === '{') open.push(new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === ':' && key !== undefined) {
      const keys = open.at(-1)
      // `"a"` and `"a"` are one key; escapes are resolved so that no spelling hides a second.
      const plain = key.includes('\\') ? unescaped(key) : key
      if (keys?.has(plain)) return plain.slice(1)
      keys?.add(plain)
      key = undefined
    }
  }
  return undefined
}

function endOfText(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index
}

function unescaped(key: string): string {
  try {
    return `"${String(JSON.parse(`${key}"`))}`
  } catch {
    return key
  }
}
