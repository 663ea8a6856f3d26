import { parseJson } from '../../base/parse-json.ts'
import { invalidFile } from '../invalid-file.ts'
import { type PublishedConfig, publishedConfigSchema } from '../model-record.ts'
import { duplicateKey } from '../safetensors/duplicate-keys.ts'

/**
 * The fields of a published config.json. Python's `json` writes `NaN`, `Infinity` and `-Infinity`, which are no JSON
 * (Nemotron-H's time_step_limit ends with one): they are read as null, a value that is not stated, as no length or
 * count of a shape can be any of them. A key that stands there twice is refused: transformers keeps the last, other
 * readers the first. Throws `invalid_file`.
 */
export function readConfigText(file: string, text: string): PublishedConfig {
  const json = withoutPythonNumbers(text)
  const config = publishedConfigSchema.safeParse(parsed(file, json))
  if (!config.success) throw invalidFile(file, 'noConfig')
  const twice = duplicateKey(json)
  if (twice !== undefined) throw invalidFile(file, 'twice', { value: twice.slice(0, 100) })
  return config.data
}

/** An error of the parser names a position; people need the file. */
function parsed(file: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw invalidFile(file, 'noConfig')
  }
}

/** Such a number between signs, not within a longer word. */
const pythonNumber = /(?<![\w.$-])-?(?:NaN|Infinity)(?![\w.$])/g

/** Walks the text once; strings are left as they are. */
function withoutPythonNumbers(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text
  const parts: string[] = []
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const start = quote === -1 ? text.length : quote
    const end = quote === -1 ? start : endOfString(text, start)
    parts.push(text.slice(at, start).replace(pythonNumber, 'null'), text.slice(start, end))
    at = end
  }
  return parts.join('')
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return Math.min(index + 1, text.length)
}
