import type { Block, Cell, TextDocument } from '../../src/base/document.ts'

/** The document of an operation as elements. Texts become text nodes, never markup. */
export function renderDocument(document: TextDocument): HTMLElement[] {
  return document.map(renderBlock)
}

function renderBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case 'heading':
      return element('h2', block.text)
    case 'paragraph':
      return element('p', block.text, block.tone)
    case 'list':
      return parent(
        'ul',
        block.items.map((item) => element('li', item.text, item.tone)),
      )
    case 'facts':
      return parent(
        'dl',
        block.rows.flatMap(({ label, value }) => [
          element('dt', label),
          element('dd', value.text, value.tone),
        ]),
      )
    case 'commands':
      return parent(
        'dl',
        block.items.flatMap(({ purpose, command }) => [
          element('dt', purpose),
          parent('dd', [element('code', command)]),
        ]),
      )
    case 'table':
      return table(block)
  }
}

function table({ columns, rows }: Extract<Block, { kind: 'table' }>): HTMLElement {
  const side = (index: number) => (columns[index]?.align === 'right' ? 'right' : undefined)
  const head = parent('thead', [
    parent(
      'tr',
      columns.map((column, index) => element('th', column.title, side(index))),
    ),
  ])
  const body = parent(
    'tbody',
    rows.map((row) =>
      parent(
        'tr',
        row.map((cell, index) => cellElement(cell, side(index))),
      ),
    ),
  )
  const box = parent('div', [parent('table', [head, body])])
  box.className = 'table'
  return box
}

function cellElement(cell: Cell, side: string | undefined): HTMLElement {
  const made = element('td', cell.text, cell.tone)
  if (side !== undefined) made.classList.add(side)
  return made
}

function element(tag: string, text: string, tone?: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  if (tone !== undefined && tone !== 'plain') made.className = tone
  return made
}

function parent(tag: string, children: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement(tag)
  made.append(...children)
  return made
}
