import { type Claim, chooseClaim } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import type { Report } from './problem.ts'

/** `model` shows what others say with its note: that note must be in the reader's language. */
export function checkShownNotes({ facts }: ModelRecord, report: Report): void {
  for (const [field, claims] of Object.entries(facts))
    for (const { note } of otherClaims(field, claims ?? []))
      if (typeof note === 'string')
        report(field, `the note "${note}" is shown; give it as { en, zh-TW, zh-CN }`)
}

/** Claims that say something else than the one that counts. Prices stand side by side, shapes are too long to show. */
export function otherClaims(field: string, claims: readonly Claim[]): readonly Claim[] {
  if (field === 'prices' || field === 'config') return []
  const chosen = JSON.stringify(chooseClaim(claims)?.value)
  return claims.filter(({ value }) => JSON.stringify(value) !== chosen)
}
