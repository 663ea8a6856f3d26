import type { Block, TextDocument } from '../../../base/document.ts'
import type { Paint } from './paint.ts'
import { renderTable } from './render-table.ts'
import { pad, safeText, textWidth } from './text-width.ts'
import { wrapText } from './wrap.ts'

export interface Page {
  /** Columns to keep within; undefined in a pipe, where lines are as long as they are. */
  readonly width: number | undefined
  readonly paint: Paint
}

/** A document as lines of text, ending in a line end: an empty line between blocks, none below a heading. */
export function renderDocument(document: TextDocument, page: Page): string {
  let text = ''
  let isBelowHeading = true
  for (const block of document) {
    const lines = renderBlock(block, page)
    if (lines.length === 0) continue
    text += `${isBelowHeading ? '' : '\n'}${lines.join('\n')}\n`
    isBelowHeading = block.kind === 'heading'
  }
  return text
}

function renderBlock(block: Block, { width, paint }: Page): string[] {
  const lines = (text: string, indent = 0) =>
    wrapText(safeText(text), width === undefined ? Number.POSITIVE_INFINITY : width - indent)
  switch (block.kind) {
    case 'heading':
      return lines(block.text).map((line) => paint(line, 'strong'))
    case 'paragraph':
      return lines(block.text).map((line) => paint(line, block.tone))
    case 'list':
      return block.items.flatMap(({ text, tone }) =>
        lines(text, 2).map((line, index) => `${index === 0 ? '- ' : '  '}${paint(line, tone)}`),
      )
    case 'table':
      return renderTable(block, width, paint)
    case 'facts':
      return renderPairs(
        block.rows.map(({ label, value }) => ({ ...value, label })),
        width,
        paint,
      )
    case 'commands':
      return block.items.flatMap(({ purpose, command }) => [
        ...(purpose === '' ? [] : lines(purpose)),
        `  ${paint(safeText(command), 'strong')}`,
      ])
  }
}

type Pair = { label: string; text: string; tone?: Parameters<Paint>[1] }

/** `label  value` with the values under each other; where the width leaves too little, values go under their labels. */
function renderPairs(pairs: readonly Pair[], width: number | undefined, paint: Paint): string[] {
  const labels = pairs.map(({ label }) => safeText(label))
  const labelWidth = Math.max(0, ...labels.map(textWidth))
  const indent = width !== undefined && labelWidth + 2 > width / 2 ? 4 : labelWidth + 2
  return pairs.flatMap(({ text, tone }, index) => {
    const label = labels[index] ?? ''
    const value = wrapText(
      safeText(text),
      width === undefined ? Number.POSITIVE_INFINITY : width - indent,
    )
    const isBeside = textWidth(label) + 2 <= indent
    const first = isBeside
      ? `${paint(pad(label, indent), 'dim')}${paint(value[0] ?? '', tone)}`
      : paint(label, 'dim')
    const rest = isBeside ? value.slice(1) : value
    return [first.trimEnd(), ...rest.map((line) => `${' '.repeat(indent)}${paint(line, tone)}`)]
  })
}
