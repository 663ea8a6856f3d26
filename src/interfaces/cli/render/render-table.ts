import type { Block, Cell, Column } from '../../../base/document.ts'
import type { Paint } from './paint.ts'
import { pad, safeText, textWidth } from './text-width.ts'
import { longestPiece, wrapText } from './wrap.ts'

type Table = Extract<Block, { kind: 'table' }>

const gap = '  '

/** A column of text wider than this is wrapped even where that does not save the last columns from moving. */
const comfortableWidth = 28

/**
 * A table in at most `width` columns, or as wide as it is where there is none. Titles wrap first, then texts; if that
 * is not enough the last columns move under their row as `title: value`, so that nothing is lost.
 */
export function renderTable(
  { columns, rows }: Table,
  width: number | undefined,
  paint: Paint,
): string[] {
  const cells = rows.map((row) => row.map((cell) => ({ ...cell, text: safeText(cell.text) })))
  const widths = widthsOf(columns, cells, width)
  const shown = shownColumns(widths, width)
  const head = renderRow(
    columns.slice(0, shown).map(({ title }) => ({ text: title, tone: 'dim' })),
    columns,
    widths,
    paint,
    'last',
  )
  const body = cells.flatMap((row) => [
    ...renderRow(row.slice(0, shown), columns, widths, paint, 'first'),
    ...foldedCells(row, columns, shown, width, paint),
  ])
  return [...head, ...body]
}

function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
): number[] {
  const bodies = columns.map((_, index) =>
    Math.max(0, ...rows.map((row) => textWidth(row[index]?.text ?? ''))),
  )
  const whole = bodies.map((body, index) => Math.max(body, textWidth(columns[index]?.title ?? '')))
  if (width === undefined || total(whole) <= width) return whole
  const titled = bodies.map((body, index) =>
    Math.max(body, Math.min(longestPiece(columns[index]?.title ?? ''), width)),
  )
  if (total(titled) <= width) return spread(titled, whole, width)
  // Where breaking texts between their words makes room for every column, they are broken; otherwise only long ones are.
  const words = titled.map((one, index) =>
    columns[index]?.align === 'right' ? one : Math.min(one, wordWidth(columns[index], rows, index)),
  )
  const narrowest =
    total(words) <= width ? words : titled.map((one) => Math.min(one, comfortableWidth))
  return shrink(titled, narrowest, width)
}

/** Room for the longest word of a column. */
function wordWidth(
  column: Column | undefined,
  rows: readonly (readonly Cell[])[],
  index: number,
): number {
  return Math.max(
    8,
    longestPiece(column?.title ?? ''),
    ...rows.map((row) => longestPiece(row[index]?.text ?? '')),
  )
}

/** Gives what is left of the width back to titles, from the left, so that fewer of them wrap. */
function spread(widths: readonly number[], whole: readonly number[], width: number): number[] {
  let left = width - total(widths)
  return widths.map((narrow, index) => {
    const wanted = (whole[index] ?? narrow) - narrow
    if (wanted > left) return narrow
    left -= wanted
    return narrow + wanted
  })
}

/** Takes from the widest columns of text, down to what each may be narrowed to. */
function shrink(widths: readonly number[], narrowest: readonly number[], width: number): number[] {
  const shrunk = [...widths]
  while (total(shrunk) > width) {
    const slack = shrunk.map((one, index) => (one > (narrowest[index] ?? one) ? one : 0))
    const widest = Math.max(...slack)
    if (widest <= 0) break
    shrunk[slack.indexOf(widest)] = widest - 1
  }
  return shrunk
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * Math.max(0, widths.length - 1)
}

/** How many columns stay side by side; at least one. */
function shownColumns(widths: readonly number[], width: number | undefined): number {
  if (width === undefined) return widths.length
  let shown = widths.length
  while (shown > 1 && total(widths.slice(0, shown)) > width) shown -= 1
  return shown
}

function renderRow(
  row: readonly Cell[],
  columns: readonly Column[],
  widths: readonly number[],
  paint: Paint,
  padAt: 'first' | 'last',
): string[] {
  const wrapped = row.map((cell, index) => wrapText(cell.text, widths[index] ?? 1))
  const height = Math.max(1, ...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    row
      .map((cell, index) => {
        const lines = wrapped[index] ?? []
        const at = padAt === 'first' ? line : line - (height - lines.length)
        return paint(pad(lines[at] ?? '', widths[index] ?? 0, columns[index]?.align), cell.tone)
      })
      .join(gap)
      .trimEnd(),
  )
}

function foldedCells(
  row: readonly Cell[],
  columns: readonly Column[],
  shown: number,
  width: number | undefined,
  paint: Paint,
): string[] {
  const rest = row.slice(shown).flatMap((cell, index) => {
    const title = columns[shown + index]?.title ?? ''
    return cell.text === '' ? [] : [`${title}: ${cell.text}`]
  })
  if (rest.length === 0) return []
  return wrapText(rest.join('; '), (width ?? 80) - 4).map((line) => paint(`    ${line}`, 'dim'))
}
