import type { Block, Cell, TextDocument, Tone } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { allMessages, say } from '../../base/messages/all-messages.ts'
import { formatCount } from '../../base/quantities.ts'
import type { LicenceUse } from '../../facts/licences/licence-use.ts'
import type { Reader } from '../operation.ts'
import type { LicenceOutput } from './licence.ts'

type Term = LicenceOutput['terms'][number]

const tones: Readonly<Record<LicenceOutput['verdict'], Tone>> = {
  allowed: 'good',
  'with-duties': 'warning',
  'not-allowed': 'bad',
  unclear: 'warning',
}

/** The verdict first, then what must be done, the limits, what stops the use; then the licence and its relatives. */
export function presentLicence(result: LicenceOutput, { locale }: Reader): TextDocument {
  return [
    ...answer(result, locale),
    ...(result.use === undefined ? atAGlance(result, locale) : forTheUse(result, locale)),
    ...facts(result, locale),
    ...reading(result, locale),
    ...otherLicences(result, locale),
    { kind: 'paragraph', tone: 'dim', text: result.notice },
    ...next(result, locale),
  ]
}

function subjectName({ name, licence }: LicenceOutput): string {
  return name ?? licence?.name ?? ''
}

function answer(result: LicenceOutput, locale: Locale): Block[] {
  const subject = subjectName(result)
  const { licence, use, verdict, related } = result
  const binding = related
    .filter(({ relation }) => relation === 'binding-base')
    .map(({ model, licence: base }) => `${base} (${model})`)
  if (licence === undefined)
    return [
      { kind: 'paragraph', tone: 'warning', text: say(locale, 'licence.unknown', { subject }) },
    ]
  if (use === undefined)
    return result.name === undefined
      ? [{ kind: 'paragraph', tone: 'strong', text: licence.name }]
      : [
          {
            kind: 'paragraph',
            tone: 'strong',
            text: say(locale, binding.length === 0 ? 'licence.glance' : 'licence.glanceBound', {
              subject,
              licence: licence.name,
              bases: binding,
            }),
          },
        ]
  return [
    {
      kind: 'paragraph',
      tone: tones[verdict],
      text: say(locale, 'licence.answer', {
        subject,
        use: useWords(use, locale),
        verdict: say(locale, `verdict.${verdict}`),
      }),
    },
  ]
}

function forTheUse(
  { duties, blocking, undecided, granted }: LicenceOutput,
  locale: Locale,
): Block[] {
  return [
    ...termList('licence.blocking', blocking, locale),
    ...termList('licence.undecided', undecided, locale),
    ...termList(
      'licence.duties',
      duties.filter(({ settled }) => settled),
      locale,
    ),
    ...termList(
      'licence.limits',
      duties.filter(({ settled }) => !settled),
      locale,
    ),
    ...termList('licence.granted', granted, locale),
  ]
}

function atAGlance({ terms, usualUses }: LicenceOutput, locale: Locale): Block[] {
  if (usualUses === undefined) return []
  return [
    { kind: 'heading', text: say(locale, 'licence.usual') },
    {
      kind: 'table',
      columns: [{ title: say(locale, 'column.use') }, { title: say(locale, 'column.verdict') }],
      rows: usualUses.map(({ use, verdict }): Cell[] => [
        { text: useWords(use, locale) },
        { text: say(locale, `verdict.${verdict}`), tone: tones[verdict] },
      ]),
    },
    ...termList('licence.terms', terms, locale),
  ]
}

function termList(title: string, terms: readonly Term[], locale: Locale): Block[] {
  return terms.length === 0
    ? []
    : [
        { kind: 'heading', text: say(locale, title) },
        { kind: 'list', items: terms.map((term) => ({ text: termWords(term, locale) })) },
      ]
}

/** A term with its clause in front, why it applies, and its source behind. */
function termWords({ clause, text, source, reason }: Term, locale: Locale): string {
  const code =
    clause === undefined
      ? 'licence.termUnnumbered'
      : /^(?:\d|[IVX]+\b)/.test(clause)
        ? 'licence.term'
        : 'licence.termNamed'
  const words = say(locale, code, {
    clause: clause === undefined ? undefined : clauseWords(clause, locale),
    text,
  })
  const because = reason === undefined ? '' : locale === 'en' ? ` ${reason}` : reason
  return `${words}${because}  [${source}]`
}

/** Parts of a licence that have a word and no number, the longest first; numbers stay as they are. */
const clauseNames = new RegExp(
  Object.keys(allMessages)
    .flatMap((code) => (code.startsWith('clause.') ? [code.slice('clause.'.length)] : []))
    .sort((a, b) => b.length - a.length)
    .map((name) => `\\b${name}\\b`)
    .join('|'),
  'g',
)

function clauseWords(clause: string, locale: Locale): string {
  return clause
    .replaceAll(', ', locale === 'en' ? ', ' : '、')
    .replace(clauseNames, (name) => say(locale, `clause.${name}`))
}

function facts({ licence, gated }: LicenceOutput, locale: Locale): Block[] {
  if (licence === undefined) return []
  const rows = [
    { label: say(locale, 'field.licence'), text: `${licence.name} (${licence.id})` },
    { label: say(locale, 'licence.field.identifier'), text: licence.identifier },
    {
      label: say(locale, 'licence.field.kind'),
      text: kindWords(licence, locale),
    },
    {
      label: say(locale, 'field.gated'),
      text: gated === undefined ? undefined : say(locale, gated ? 'word.yes' : 'word.no'),
    },
  ]
  return [
    { kind: 'heading', text: say(locale, 'licence.about') },
    {
      kind: 'facts',
      rows: rows.flatMap(({ label, text }) =>
        text === undefined ? [] : [{ label, value: { text } }],
      ),
    },
  ]
}

/** Of a text that nobody read the kind is not known either. */
function kindWords(
  { kind, openSource, read }: NonNullable<LicenceOutput['licence']>,
  locale: Locale,
): string | undefined {
  if (read === 'none') return undefined
  const words = say(locale, `licence.kind.${kind}`)
  return openSource === true ? say(locale, 'licence.openSource', { kind: words }) : words
}

/** How well the text is known. */
function reading({ licence }: LicenceOutput, locale: Locale): Block[] {
  if (licence === undefined) return []
  const { read, note } = licence
  const texts = [read === 'full' ? undefined : say(locale, `licence.read.${read}`), note]
  const text = texts.filter((part) => part !== undefined).join(locale === 'en' ? ' ' : '')
  return text === '' ? [] : [{ kind: 'paragraph', tone: read === 'full' ? 'dim' : 'warning', text }]
}

function otherLicences({ others, related }: LicenceOutput, locale: Locale): Block[] {
  const items = [
    ...others.map(({ licence, source }) => ({
      text: say(locale, 'licence.other.claim', { licence, source }),
    })),
    ...related.map(({ model, licence, relation }) => ({
      text: say(locale, `licence.other.${relation}`, { model, licence }),
      tone: relation === 'binding-base' ? ('warning' as const) : ('plain' as const),
    })),
  ]
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: say(locale, 'licence.others') },
        { kind: 'list', items },
      ]
}

function next({ model, licence, use }: LicenceOutput, locale: Locale): Block[] {
  const subject = model ?? licence?.id
  if (subject === undefined) return []
  const items =
    use === undefined && licence !== undefined
      ? [
          {
            purpose: say(locale, 'next.licenceUse'),
            command: `touchstone licence ${subject} --use "${say(locale, 'licence.exampleUse')}"`,
          },
        ]
      : model === undefined
        ? []
        : [{ purpose: say(locale, 'next.model'), command: `touchstone model ${model}` }]
  return items.length === 0 ? [] : [{ kind: 'commands', items }]
}

/** A use as it was understood, in the reader's language. */
export function useWords(use: LicenceUse, locale: Locale): string {
  const { commercial, revenueUsd, monthlyActiveUsers, territories = [], actions = [] } = use
  const parts = [
    commercial === undefined
      ? undefined
      : say(locale, commercial ? 'licence.use.commercial' : 'licence.use.noncommercial'),
    revenueUsd === undefined
      ? undefined
      : say(locale, 'licence.use.revenue', { amount: formatCount(revenueUsd) }),
    monthlyActiveUsers === undefined
      ? undefined
      : say(locale, 'licence.use.users', { amount: formatCount(monthlyActiveUsers) }),
    ...placeWords(territories, locale),
    ...actions.map((action) => say(locale, `action.${action}`)),
  ].filter((part) => part !== undefined)
  if (parts.length === 0) return say(locale, 'licence.use.any')
  return parts.join(locale === 'en' ? ', ' : '、')
}

function placeWords(territories: readonly string[], locale: Locale): string[] {
  if (territories.length > 200) return [say(locale, 'licence.use.worldwide')]
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return territories.map((code) => names.of(code.toUpperCase()) ?? code)
}
