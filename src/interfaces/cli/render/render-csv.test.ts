import { expect, it } from 'vitest'
import { renderCsv } from './render-csv.ts'

it('writes tables and facts by RFC 4180 and leaves prose out', () => {
  const csv = renderCsv([
    { kind: 'paragraph', text: 'prose' },
    {
      kind: 'table',
      columns: [{ title: 'a' }, { title: 'b, c' }],
      rows: [[{ text: 'say "x"' }, { text: 'two\nlines' }]],
    },
    { kind: 'facts', rows: [{ label: 'key', value: { text: '1' } }] },
  ])
  expect(csv).toBe('a,"b, c"\r\n"say ""x""","two\nlines"\r\n\r\nkey,1\r\n')
})

it('takes the sting out of what a spreadsheet would run as a formula, and leaves numbers alone', () => {
  const rows = ['=1+1', '@x', '-5', '+7', '-a'].map((text) => [{ text }])
  expect(renderCsv([{ kind: 'table', columns: [{ title: 't' }], rows }])).toBe(
    "t\r\n'=1+1\r\n'@x\r\n-5\r\n+7\r\n'-a\r\n",
  )
})
