/**
 * Many short texts as one: a JSON parser copies it in one go, and a reader cuts it when it needs a part. They end with
 * a character that JSON need not escape and that no text of the catalogue has.
 */
const lineEnd = '\u007f'

/** Texts as they go into lines: every run of white space and control characters is one space. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replaceAll(/[\s\u0000-\u001f\u007f]+/g, ' ')
}

export function joinLines(texts: readonly string[]): string {
  return texts.map((text) => text + lineEnd).join('')
}

/** As many texts as `joinLines` got. */
export function splitLines(lines: string): string[] {
  const texts = lines.split(lineEnd)
  texts.pop()
  return texts
}

/** Stands between the texts of a list within a line: `plainText` leaves no two spaces. */
export const listSeparator = '  '
