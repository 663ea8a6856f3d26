import { formatBytes } from '../../base/bytes.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import { formatCount, formatParams, formatRate, formatTokens } from '../../base/quantities.ts'
import type { Change } from '../../selection/gates.ts'
import { languageName } from './spoken.ts'

/** Changes in words: `context per user 16K → 8K`; alternatives that belong together joined by commas. */
export function spokenChanges(changes: readonly Change[], locale: Locale): string {
  return changes.map((change) => spokenChange(change, locale)).join(locale === 'en' ? ', ' : '，')
}

/** One change in words. */
export function spokenChange({ field, from, to }: Change, locale: Locale): string {
  const device = /^devices\.(.+)\.count$/.exec(field)?.[1]
  const label =
    device === undefined
      ? say(locale, `change.${field}`)
      : say(locale, 'change.deviceCount', { device })
  if (to === undefined && from !== undefined && !isWhole(from))
    return say(locale, 'change.without', { label, from: written(field, from, locale) })
  return `${label} ${written(field, from, locale)} → ${written(field, to, locale)}`
}

/** A use of a licence as JSON says nothing to a person. */
function isWhole(from: NonNullable<Change['from']>): boolean {
  return typeof from === 'string' && from.startsWith('{')
}

function written(field: string, value: Change['from'], locale: Locale): string {
  if (value === undefined) return say(locale, 'word.none')
  if (typeof value === 'boolean') return say(locale, value ? 'word.yes' : 'word.no')
  if (field === 'languages') return languageName(String(value), locale)
  if (typeof value === 'string') return isWhole(value) ? say(locale, 'change.asAsked') : value
  if (field.endsWith('Bytes')) return formatBytes(value)
  if (field.endsWith('Params')) return formatParams(value)
  if (field === 'contextPerUser') return formatTokens(value)
  return field.endsWith('PerSecond') ? formatRate(value) : formatCount(value)
}
