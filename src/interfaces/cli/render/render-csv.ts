import type { Block, TextDocument } from '../../../base/document.ts'

/** The tables of a document as comma-separated values (RFC 4180), apart by an empty line; lists of facts are tables of two columns. */
export function renderCsv(document: TextDocument): string {
  const tables = document.flatMap((block) => {
    const lines = linesOf(block)
    return lines.length === 0 ? [] : [`${lines.map(line).join('\r\n')}\r\n`]
  })
  return tables.join('\r\n')
}

function linesOf(block: Block): string[][] {
  if (block.kind === 'facts') return block.rows.map(({ label, value }) => [label, value.text])
  if (block.kind !== 'table') return []
  return [
    block.columns.map(({ title }) => title),
    ...block.rows.map((row) => row.map(({ text }) => text)),
  ]
}

function line(cells: readonly string[]): string {
  return cells.map(cell).join(',')
}

/** Spreadsheets run what begins like a formula (OWASP, CSV injection), so such a text gets an apostrophe before it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
