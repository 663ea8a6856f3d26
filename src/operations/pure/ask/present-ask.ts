import { formatBytes } from '../../../base/bytes.ts'
import type { Block, TextDocument } from '../../../base/document.ts'
import type { Locale } from '../../../base/locale.ts'
import { allMessages, say } from '../../../base/messages/all-messages.ts'
import { formatCount, formatParams } from '../../../base/quantities.ts'
import { licenceUseSchema } from '../../../facts/licences/licence-use.ts'
import type { Reader } from '../../operation.ts'
import type { AskOutput } from '../ask.ts'
import { compare } from '../compare.ts'
import { explain } from '../explain.ts'
import { licence } from '../licence.ts'
import { useWords } from '../present-licence.ts'
import { recommend } from '../recommend.ts'
import { size } from '../size.ts'
import { languageName, speak } from '../spoken.ts'
import { factValue } from './fact-text.ts'

const factsShown = 14

/** What was understood and what was not, the answer, the facts that carry it, then the whole of the operation's own answer. */
export function presentAsk(output: AskOutput, reader: Reader): TextDocument {
  const { locale } = reader
  return [
    ...(output.answer === undefined
      ? []
      : [{ kind: 'paragraph', text: output.answer.text, tone: 'strong' } as const]),
    ...understood(output, locale),
    ...missed(output, locale),
    ...facts(output, locale),
    ...assumptions(output, locale),
    ...whole(output, reader),
    ...next(output, locale),
  ]
}

function understood({ kind, terms }: AskOutput, locale: Locale): Block[] {
  const rows = terms.map(({ field, value, words }) => ({
    label: termName(field, locale),
    value: { text: `${termValue(field, value, locale)}  (${say(locale, 'ask.word', { words })})` },
  }))
  return [
    {
      kind: 'heading',
      text: `${say(locale, 'ask.understood')}${locale === 'en' ? ': ' : '：'}${say(locale, `ask.kind.${kind}`)}`,
    },
    ...(rows.length === 0 ? [] : [{ kind: 'facts', rows } as const]),
  ]
}

/** A term in words, and its name in the input, by which it can be changed. */
function termName(field: string, locale: Locale): string {
  const code = `term.${field}`
  return Object.hasOwn(allMessages, code) ? `${say(locale, code)} (${field})` : field
}

function termValue(
  field: string,
  value: AskOutput['terms'][number]['value'],
  locale: Locale,
): string {
  if (field === 'licenceUse' && typeof value === 'string' && value.startsWith('{'))
    return useWords(licenceUseSchema.parse(JSON.parse(value)), locale)
  if (field === 'task' || field === 'alsoTask') return say(locale, `task.${value}`)
  if (field === 'languages') return languageName(String(value), locale)
  if (typeof value === 'boolean') return say(locale, value ? 'word.yes' : 'word.no')
  if (typeof value !== 'number') return String(value)
  if (/Params$/.test(field)) return formatParams(value)
  if (/Bytes$/.test(field)) return formatBytes(value)
  return value >= 1000 ? formatCount(value) : String(value)
}

function missed({ notUnderstood }: AskOutput, locale: Locale): Block[] {
  if (notUnderstood.length === 0) return []
  const text = say(locale, 'ask.notUnderstood', { words: notUnderstood })
  return [{ kind: 'paragraph', tone: 'warning', text }]
}

function facts({ answer, kind }: AskOutput, locale: Locale): Block[] {
  const shown = answer?.facts ?? []
  if (shown.length === 0 || kind === 'compare') return []
  return [
    { kind: 'heading', text: say(locale, 'ask.facts') },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'column.model') },
        { title: say(locale, 'ask.column.fact') },
        { title: say(locale, 'ask.column.value') },
        { title: say(locale, 'ask.column.basis') },
      ],
      rows: shown
        .slice(0, factsShown)
        .map((fact) => [
          { text: fact.model },
          { text: say(locale, `field.${fact.field}`) },
          { text: factValue(fact, locale) },
          { text: `${say(locale, `basis.${fact.basis}`)} (${fact.source})` },
        ]),
    },
  ]
}

function assumptions({ assumptions: taken }: AskOutput, locale: Locale): Block[] {
  if (taken.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'ask.assumptions') },
    { kind: 'list', items: taken.map((one) => ({ text: speak(one, locale) })) },
  ]
}

/** The operation's own presentation, by the fields that only its output has. */
function whole({ result }: AskOutput, reader: Reader): TextDocument {
  if (result === undefined) return []
  if ('shortlist' in result) return recommend.present(result, reader)
  if ('standing' in result) return explain.present(result, reader)
  if ('best' in result) return compare.present(result, reader)
  if ('totalBytes' in result) return size.present(result, reader)
  return 'clauses' in result ? licence.present(result, reader) : []
}

function next({ next: commands }: AskOutput, locale: Locale): Block[] {
  if (commands.length === 0) return []
  return [
    { kind: 'heading', text: say(locale, 'ask.next') },
    {
      kind: 'commands',
      items: commands.map((command) => ({ purpose: '', command: `touchstone ${command}` })),
    },
  ]
}
