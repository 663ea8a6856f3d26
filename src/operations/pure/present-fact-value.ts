import type { Locale } from '../../base/locale.ts'
import { allMessages, say } from '../../base/messages/all-messages.ts'
import { formatCount } from '../../base/quantities.ts'

/** More entries of a list than these are counted, not shown. */
const entriesShown = 12

/** The value of a fact for a person: words in their language where there are any, names and numbers as they are. */
export function presentFactValue(field: string, value: unknown, locale: Locale): string {
  if (typeof value === 'number') return formatCount(value)
  if (typeof value === 'boolean') return say(locale, value ? 'word.yes' : 'word.no')
  if (Array.isArray(value)) return listOf(field, value, locale)
  if (typeof value === 'string') return wordOf(field, value, locale)
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = new Map<string, unknown>(Object.entries(value))
  if (field === 'reasoning') return reasoningWords(fields, locale)
  if (field === 'toolCallForm') return toolCallWords(fields, locale)
  if (field === 'contextLengthExtended')
    return `${formatCount(Number(fields.get('contextLength')))} (${String(fields.get('method'))}${fields.has('factor') ? ` × ${String(fields.get('factor'))}` : ''})`
  const shown = field === 'config' ? [...fields].slice(0, 8) : [...fields]
  return shown.map(([key, part]) => `${key} ${brief(part)}`).join(', ')
}

function wordOf(field: string, value: string, locale: Locale): string {
  const code = `${field}.${value}`
  return Object.hasOwn(allMessages, code) ? say(locale, code) : value
}

/** What the entries of a list are called in messages; tags of languages have no words. */
const entryWords: Readonly<Record<string, string>> = {
  modalitiesInput: 'modality',
  modalitiesOutput: 'modality',
  specialities: 'speciality',
}

function listOf(field: string, values: readonly unknown[], locale: Locale): string {
  const shown = values
    .slice(0, entriesShown)
    .map((value) => wordOf(entryWords[field] ?? field, String(value), locale))
    .join(', ')
  return values.length <= entriesShown
    ? shown
    : say(locale, 'model.andMore', { shown, count: values.length })
}

function toolCallWords(form: ReadonlyMap<string, unknown>, locale: Locale): string {
  const parser = String(form.get('parser'))
  const opens = form.get('opens')
  return opens === undefined
    ? say(locale, 'toolCallForm.parser', { parser })
    : say(locale, 'toolCallForm.opens', { parser, opens: String(opens) })
}

/** How thinking is switched, as something to do. */
function reasoningWords(recipe: ReadonlyMap<string, unknown>, locale: Locale): string {
  const kind = String(recipe.get('kind'))
  const values: Record<string, string> = {}
  for (const [key, part] of recipe) values[key] = brief(part)
  const levels = recipe.get('levels')
  if (Array.isArray(levels)) values.levels = levels.join(', ')
  const defaultWord = recipe.get('default')
  if (defaultWord === 'on' || defaultWord === 'off')
    values.default = say(locale, `word.${defaultWord}`)
  const code =
    kind === 'system-text' && !recipe.has('off') ? 'reasoning.system-text.on' : `reasoning.${kind}`
  const text = say(locale, code, values)
  const soft = recipe.get('softTokens')
  return typeof soft === 'object' && soft !== null && 'on' in soft && 'off' in soft
    ? `${text}${say(locale, 'reasoning.soft', { on: String(soft.on), off: String(soft.off) })}`
    : text
}

function brief(part: unknown): string {
  const text = typeof part === 'object' ? JSON.stringify(part) : String(part)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
