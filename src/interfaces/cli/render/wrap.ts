import { textWidth } from './text-width.ts'

// A run of letters breaks only at spaces and behind full-width marks (`qwen3-8b、phi-4`); Chinese, Japanese and Korean break between any two characters, except that
// closing punctuation stays with what it closes and opening punctuation with what it opens. A percent sign stays with its number.
const wide = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`
const stops = '、，。；：！？'
const closing = `${stops}）」』》”…`
const pieces = new RegExp(
  [
    String.raw`\s+`,
    `[（「『《“]*[${wide}][${closing}]*`,
    String.raw`[^\s${stops}${wide}]+[${closing}]*(?: %\S*)?`,
    `[${stops}]+`,
  ].join('|'),
  'gu',
)

/** Breaks a text into lines of at most `width` columns; a word longer than a line is cut. Line ends in the text are kept. */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)))
}

function wrapLine(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  let lineWidth = 0
  for (const piece of text.match(pieces) ?? []) {
    for (const part of cut(piece, width)) {
      const partWidth = textWidth(part)
      if (lineWidth + partWidth > width) {
        lines.push(line.trimEnd())
        line = ''
        lineWidth = 0
        if (part.trim() === '') continue
      }
      line += part
      lineWidth += partWidth
    }
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd())
  return lines
}

function cut(piece: string, width: number): string[] {
  if (textWidth(piece) <= width) return [piece]
  const parts: string[] = []
  let part = ''
  for (const character of piece) {
    if (part !== '' && textWidth(part + character) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}

/** Width of the widest piece that is not broken. */
export function longestPiece(text: string): number {
  return Math.max(0, ...(text.match(pieces) ?? []).map((piece) => textWidth(piece.trim())))
}
