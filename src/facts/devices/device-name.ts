/** Makers' and families' words that people leave out. */
const dropped = new Set([
  'nvidia',
  'geforce',
  'amd',
  'ati',
  'radeon',
  'intel',
  'apple',
  'graphics',
  'gpu',
  'corporation',
  'r',
  'tm',
  'cpu',
  'processor',
  'with',
  'the',
])

/** Words of a device's name: lower case, letters and digits that belong together apart from others, makers left out. */
export function nameWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™©]/g, ' ')
    .replace(/mobile|notebook/g, 'laptop')
    .replace(/max-?q( design)?/g, ' maxq ')
    .replace(/(\d+)[\s-]*(gpu([\s-]*cores?)?|cores?[\s-]*gpu)\b/g, '$1c ')
    .replace(/\bgeneration\b|\bedition\b|@.*$/g, ' ')
    .replace(/\bmax\+/g, 'max ')
    .replace(/(\d+)\s*g(i)?b\b/g, '$1gb')
    .replace(/\bsxm\d?\b/g, 'sxm')
    .split(/[^a-z0-9.+]+/)
    .filter((word) => word !== '' && !dropped.has(word))
}

/** One key for all spellings of a name. */
export function nameKey(text: string): string {
  return nameWords(text).join('')
}
