import type { Tone } from '../../../base/document.ts'

/** SGR codes of tones: the terminal's own palette, readable on light and dark grounds. */
const codes: Readonly<Record<Tone, readonly [number, number] | undefined>> = {
  plain: undefined,
  good: [32, 39],
  warning: [33, 39],
  bad: [31, 39],
  dim: [2, 22],
  strong: [1, 22],
}

export type Paint = (text: string, tone: Tone | undefined) => string

export const noPaint: Paint = (text) => text

export const ansiPaint: Paint = (text, tone = 'plain') => {
  const code = codes[tone]
  return code === undefined || text === '' ? text : `\u001b[${code[0]}m${text}\u001b[${code[1]}m`
}

/**
 * Whether to use colour: options over environment over what the stream is. `NO_COLOR` (no-color.org) and `FORCE_COLOR`
 * count when they are not empty; `FORCE_COLOR=0` is off.
 */
export function wantsColor(
  asked: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (asked !== undefined) return asked
  if ((env.NO_COLOR ?? '') !== '') return false
  const forced = env.FORCE_COLOR ?? ''
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return isTerminal && env.TERM !== 'dumb'
}
