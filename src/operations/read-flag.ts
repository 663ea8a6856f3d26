import { parseJson } from '../base/parse-json.ts'
import { tokensOfThousands } from '../base/quantities.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { readLicenceUse } from '../facts/licences/read-licence-use.ts'
import type { FlagUnit } from './operation.ts'

const decimal: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  b: 1e9,
  g: 1e9,
  t: 1e12,
  千: 1e3,
  萬: 1e4,
  万: 1e4,
  億: 1e8,
  亿: 1e8,
}

/** M of a context length is binary in this field, 1M is 1,048,576; K by `tokensOfThousands`; 萬 is ten thousand. */
const tokenUnits: Readonly<Record<string, number>> = { ...decimal, m: 1024 ** 2 }

/** Memory is sold in binary units under decimal names, so `64gb` is 64 GiB as `--on "ram=64gb"` reads it. */
const memory: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  ...Object.fromEntries(
    ['k', 'm', 'g', 't'].flatMap((unit, index) =>
      [unit, `${unit}b`, `${unit}ib`].map((name) => [name, 1024 ** (index + 1)]),
    ),
  ),
}

/** What was typed for a flag, one text per time it was given, as the value its unit means. Throws `invalid_option_value`. */
export function readFlag(option: string, unit: FlagUnit, texts: readonly string[]): unknown {
  const text = texts.at(-1) ?? ''
  switch (unit) {
    case 'text':
      return text
    case 'sentence':
      return texts.join(' ')
    case 'machine':
      return texts.join(',')
    case 'list':
      return texts
        .flatMap((one) => one.split(/[,，、]/))
        .map((one) => one.trim())
        .filter((one) => one !== '')
    case 'count':
      return readNumber(option, text, decimal, 'problem.count')
    case 'tokens':
      return readTokens(option, text.replace(/\s*tokens?$/i, ''))
    case 'bytes':
      return readNumber(option, text, memory, 'problem.bytes')
    case 'number':
      return readNumber(option, text, { '': 1 }, 'problem.number')
    case 'boolean':
      return readBoolean(option, text)
    case 'json':
      return parseJson(text)
    case 'licence-use':
      return readLicenceUse(texts.join(', '), option)
  }
}

function readTokens(option: string, text: string): number {
  const tokens = readNumber(option, text, tokenUnits, 'problem.tokens')
  return /k$/i.test(text.trim()) ? tokensOfThousands(tokens / 1000) : tokens
}

function readNumber(
  option: string,
  text: string,
  units: Readonly<Record<string, number>>,
  problem: string,
): number {
  const found =
    /^([-+]?(?:\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)\s*(\p{L}{0,5})$/iu.exec(
      text.trim(),
    )
  const factor = units[(found?.[2] ?? '').toLowerCase()]
  if (found === null || factor === undefined)
    throw new TouchstoneError('invalid_option_value', {
      option,
      value: text.slice(0, 100),
      problem,
    })
  // Products of decimal fractions are off in the last bit: 1.1k is 1126.4, 0.6B is 600,000,000 and not ...000.0001.
  return Number((Number(found[1]?.replaceAll(',', '')) * factor).toPrecision(15))
}

function readBoolean(option: string, text: string): boolean {
  const lower = text.toLowerCase()
  if (['', 'true', 'yes', 'on', '1', '是'].includes(lower)) return true
  if (['false', 'no', 'off', '0', '否'].includes(lower)) return false
  throw new TouchstoneError('invalid_option_value', {
    option,
    value: text.slice(0, 100),
    problem: 'problem.boolean',
  })
}
