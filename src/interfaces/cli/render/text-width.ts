import stringWidth from 'string-width'

const plainAscii = /^[\x20-\x7e]*$/

/** Columns that a text takes in a terminal: East Asian wide characters take two, combining marks none. */
export function textWidth(text: string): number {
  return plainAscii.test(text) ? text.length : stringWidth(text)
}

/** Pads with spaces to a width in columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)))
  return align === 'left' ? text + space : space + text
}

// Escape sequences and direction marks in names from files and commands could repaint the reader's terminal.
const unsafe = /(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** The text without control characters (line ends stay) and direction overrides. */
export function safeText(text: string): string {
  return text.replace(unsafe, (found) => (found === '\t' ? ' ' : ''))
}
