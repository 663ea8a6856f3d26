/**
 * What two spellings of a model's name have in common: lower case, compatibility forms unified (full-width letters),
 * without spaces, hyphens and underscores. Dots stay: `qwen2.5-7b` and `qwen25-7b` are not the same name.
 */
export function matchingKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-–]+/g, '')
}
