import type { Block, TextDocument } from '../base/document.ts'

/** A document as Markdown, blocks apart by an empty line. */
export function renderMarkdown(document: TextDocument): string {
  return document.map(renderBlock).join('\n\n')
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${oneLine(block.text)}`
    case 'paragraph':
      return block.text
    case 'list':
      return block.items.map(({ text }) => `- ${oneLine(text)}`).join('\n')
    case 'facts':
      return block.rows
        .map(({ label, value }) => `- **${oneLine(label)}**: ${oneLine(value.text)}`)
        .join('\n')
    case 'commands':
      return block.items
        .map(({ purpose, command }) =>
          `- ${oneLine(purpose)}: \`${oneLine(command)}\``.replace('- : ', '- '),
        )
        .join('\n')
    case 'table':
      return renderTable(block)
  }
}

function renderTable({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => oneLine(cell).replaceAll('|', '\\|')).join(' | ')} |`
  const sides = columns.map(({ align }) => (align === 'right' ? '---:' : '---'))
  return [
    line(columns.map(({ title }) => title)),
    `|${sides.join('|')}|`,
    ...rows.map((row) => line(row.map(({ text }) => text))),
  ].join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
