import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type LicenceUse, licenceActions } from './licence-use.ts'

/** Words of a use, by what they mean. Territories are ISO 3166 codes in capitals, or EU. */
const commercialWords = new Set(['commercial', '商用', '商业', '商業'])
const privateWords = new Set([
  'personal',
  'private',
  'research',
  'non-commercial',
  'noncommercial',
  '個人',
  '个人',
  '研究',
  '非商用',
])

const multipliers: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, '': 1 }

/**
 * A use in words: `commercial, 5M USD revenue, EU, fine-tune and publish`, `personal`, `commercial, 800M users`.
 * Parts are separated by commas or `and`. Throws `invalid_input` that names the part it cannot read.
 */
export function readLicenceUse(text: string): LicenceUse {
  const use: LicenceUse = {}
  // Commas inside a number group its thousands; all others separate.
  const parts = text
    .slice(0, 500)
    .replace(/(\d),(?=\d{3}(\D|$))/g, '$1')
    .split(/[,，、;]|\band\b|\+/i)
  for (const part of parts.map((word) => word.trim()).filter((word) => word !== ''))
    readPart(part, use)
  if (Object.keys(use).length === 0)
    throw new TouchstoneError('invalid_input', {
      field: 'licenceUse',
      problem: 'commercial | personal | 5M USD revenue | EU | fine-tune …',
    })
  return use
}

function readPart(part: string, use: LicenceUse): void {
  const lower = part.toLowerCase()
  if (commercialWords.has(lower)) use.commercial = true
  else if (privateWords.has(lower)) use.commercial = false
  else if (isAction(lower)) use.actions = [...new Set([...(use.actions ?? []), lower])]
  else if (/^[A-Z]{2}$/.test(part)) use.territories = [...(use.territories ?? []), part]
  else readAmount(lower, part, use)
}

function isAction(word: string): word is (typeof licenceActions)[number] {
  return licenceActions.some((action) => action === word)
}

function readAmount(lower: string, part: string, use: LicenceUse): void {
  const amount =
    /^(?:us)?\$?\s*([\d.]{1,20})\s*([kmb]?)(?:illion|n)?\s*(usd|us\$|dollars)?\s*(revenue|mau|users|monthly active users)?$/.exec(
      lower,
    )
  const value =
    amount === null ? Number.NaN : Number(amount[1]) * (multipliers[amount[2] ?? ''] ?? 1)
  const unit = amount?.[4] ?? (amount?.[3] === undefined ? undefined : 'revenue')
  if (!Number.isFinite(value) || unit === undefined)
    throw new TouchstoneError('invalid_input', { field: 'licenceUse', problem: `"${part}"` })
  if (unit === 'revenue') use.revenueUsd = value
  else use.monthlyActiveUsers = value
}
