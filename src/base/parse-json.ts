import { TouchstoneError } from './touchstone-error.ts'

/** Deeper nesting than any input needs; keeps recursive validators off the end of the stack. */
const deepest = 100

/**
 * Reads one JSON value. Throws `invalid_json` with a problem code (`problem.json…`) and, where the runtime tells it,
 * the position; nesting beyond 100 levels is refused.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text))
    throw new TouchstoneError('invalid_json', { problem: 'problem.jsonDepth', limit: deepest })
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    const position = /position (\d+)/.exec(reason)?.[1]
    if (/end of JSON/i.test(reason))
      throw new TouchstoneError('invalid_json', { problem: 'problem.jsonEnd' })
    if (position === undefined)
      throw new TouchstoneError('invalid_json', { problem: 'problem.json' })
    throw new TouchstoneError('invalid_json', {
      problem: 'problem.jsonAt',
      position: Number(position),
    })
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > deepest) return true
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
  return false
}
