// Sources that state a licence ask to be named: NOTICE must name each of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} root @param {Readonly<Record<string, { name: string, address?: string, licence?: string }>>} sources
 * @returns {{ file: string, field: string, problem: string }[]}
 */
export function noticeProblems(root, sources) {
  const notice = readFileSync(join(root, 'NOTICE'), 'utf8')
  return Object.entries(sources)
    .filter(([, { licence, address }]) => licence !== undefined && !notice.includes(address ?? ''))
    .map(([id, { name, address, licence }]) => ({
      file: 'NOTICE',
      field: id,
      problem: `name it, its licence asks for that: ${name} (${address}), ${licence}`,
    }))
}
