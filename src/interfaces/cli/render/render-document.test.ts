import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Block, TextDocument } from '../../../base/document.ts'
import { ansiPaint, noPaint } from './paint.ts'
import { renderDocument } from './render-document.ts'
import { safeText, textWidth } from './text-width.ts'
import { wrapText } from './wrap.ts'

const render = (document: TextDocument, width?: number) =>
  renderDocument(document, { width, paint: noPaint })
const row = (...texts: string[]) => texts.map((text) => ({ text }))

const shortlist: Block = {
  kind: 'table',
  columns: [
    { title: '模型' },
    { title: '量化' },
    { title: '記憶體', align: 'right' },
    { title: '生成 tok/s（80 %）', align: 'right' },
    { title: '授權' },
    { title: '執行位置' },
  ],
  rows: [
    row('通義千問 8B', 'Q4_K_M', '5.84 GiB', '58 (41–80)', 'Apache-2.0', '顯示卡'),
    row('gpt-oss-120b', 'MXFP4', '61.2 GiB', '12 (9–16)', 'Apache-2.0', '顯示卡，專家層放主記憶體'),
  ],
}

describe('a table', () => {
  it('counts double-width characters as two, so that columns stand under each other', () => {
    expect(render([shortlist])).toBe(
      [
        '模型          量化      記憶體  生成 tok/s（80 %）  授權        執行位置',
        '通義千問 8B   Q4_K_M  5.84 GiB          58 (41–80)  Apache-2.0  顯示卡',
        'gpt-oss-120b  MXFP4   61.2 GiB           12 (9–16)  Apache-2.0  顯示卡，專家層放主記憶體',
        '',
      ].join('\n'),
    )
  })

  it('keeps within every width from 20 to 120 columns and loses no cell', () => {
    for (let width = 20; width <= 120; width += 1) {
      const text = render([shortlist], width)
      for (const line of text.split('\n'))
        expect(textWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width)
      const whole = text.replaceAll(/\s/g, '')
      for (const part of [
        'gpt-oss-120b',
        'MXFP4',
        '61.2GiB',
        '12(9–16)',
        'Apache-2.0',
        '顯示卡，專家層放主記憶體',
      ])
        expect(whole).toContain(part)
    }
  })

  it('wraps titles first, then texts, then moves the last columns under their row', () => {
    expect(render([shortlist], 72)).toBe(
      [
        '                                         生成',
        '模型          量化      記憶體  tok/s（80 %）  授權        執行位置',
        '通義千問 8B   Q4_K_M  5.84 GiB     58 (41–80)  Apache-2.0  顯示卡',
        'gpt-oss-120b  MXFP4   61.2 GiB      12 (9–16)  Apache-2.0  顯示卡，專家',
        '                                                           層放主記憶體',
        '',
      ].join('\n'),
    )
    expect(render([shortlist], 50).split('\n').slice(2, 4)).toEqual([
      '通義千問 8B   Q4_K_M  5.84 GiB     58 (41–80)',
      '    授權: Apache-2.0; 執行位置: 顯示卡',
    ])
  })

  it('has no rows, no columns, or ragged rows without harm', () => {
    expect(render([{ kind: 'table', columns: [{ title: 'a' }, { title: 'b' }], rows: [] }])).toBe(
      'a  b\n',
    )
    expect(render([{ kind: 'table', columns: [], rows: [[]] }], 20)).toBe('\n\n')
    expect(
      render([{ kind: 'table', columns: [{ title: 'a' }, { title: 'b' }], rows: [row('1')] }]),
    ).toBe('a  b\n1\n')
  })
})

describe('words', () => {
  it('break behind the full-width comma of a list of names, not within a name', () => {
    expect(wrapText('分不出高下：qwen3-14b、gpt-oss-20b、phi-4。', 24)).toEqual([
      '分不出高下：qwen3-14b、',
      'gpt-oss-20b、phi-4。',
    ])
    expect(wrapText('、。，', 2)).toEqual(['、', '。', '，'])
  })

  it('break between Chinese characters but not before closing punctuation, and English at spaces', () => {
    expect(wrapText('這台電腦的記憶體，足夠。', 10)).toEqual(['這台電腦的', '記憶體，足', '夠。'])
    expect(wrapText('這台電腦的，好', 10)).toEqual(['這台電腦', '的，好'])
    expect(wrapText('the memory of this computer', 12)).toEqual([
      'the memory',
      'of this',
      'computer',
    ])
    expect(wrapText('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)])
    expect(wrapText('one\ntwo', 80)).toEqual(['one', 'two'])
    expect(wrapText('', 10)).toEqual([''])
  })

  it('carry no escape sequence and no direction override to a terminal', () => {
    expect(safeText('a\u001b[31mb\u0007\u202ec\td\u009b2J')).toBe('a[31mbc d2J')
  })
})

describe('a document', () => {
  const document: TextDocument = [
    { kind: 'heading', text: 'Title' },
    { kind: 'paragraph', text: 'Some words.', tone: 'dim' },
    { kind: 'list', items: [{ text: 'a long item of a list' }, { text: 'b', tone: 'bad' }] },
    {
      kind: 'facts',
      rows: [
        { label: '處理器', value: { text: 'x86' } },
        { label: 'Memory', value: { text: '8 GiB' } },
      ],
    },
    {
      kind: 'commands',
      items: [{ purpose: 'Next', command: 'touchstone size qwen3-8b --context 32k' }],
    },
  ]

  it('is plain lines in a pipe', () => {
    expect(render(document)).toBe(
      'Title\nSome words.\n\n- a long item of a list\n- b\n\n處理器  x86\nMemory  8 GiB\n\nNext\n  touchstone size qwen3-8b --context 32k\n',
    )
  })

  it('wraps in a terminal with hanging indents, and never breaks a command', () => {
    expect(render(document, 14)).toBe(
      'Title\nSome words.\n\n- a long item\n  of a list\n- b\n\n處理器\n    x86\nMemory\n    8 GiB\n\nNext\n  touchstone size qwen3-8b --context 32k\n',
    )
  })

  it('is coloured by tone and takes the same room with colour as without', () => {
    const coloured = renderDocument(document, { width: 40, paint: ansiPaint })
    expect(coloured).toContain('\u001b[31mb\u001b[39m')
    expect(stripVTControlCharacters(coloured)).toBe(render(document, 40))
  })

  it('of nothing is nothing', () => {
    expect(render([])).toBe('')
  })
})
