import type { Problem } from './problem.ts'

/** Files that hold one thing each cannot repeat an id; lists and bundles can, and would be counted twice. */
export function repeatedIds(
  items: readonly { readonly id: string }[],
  fileOf: (id: string) => string,
): Problem[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { id } of items) {
    if (seen.has(id)) repeated.add(id)
    seen.add(id)
  }
  return [...repeated].map((id) => ({
    file: fileOf(id),
    field: 'id',
    problem: `"${id}" is there more than once; keep one`,
  }))
}
