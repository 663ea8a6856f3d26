import type { LicenceUse } from '../facts/licences/licence-use.ts'
import type { Change } from './gates.ts'

/**
 * The smallest change of a use that a licence would let pass: one action or territory less, fewer users or less revenue,
 * no commerce; where no single one of them does, leaving the question out. `allows` answers for a changed use.
 */
export function licenceChange(use: LicenceUse, allows: (use: LicenceUse) => boolean): Change[] {
  return (
    withoutOne(use, 'actions', allows) ??
    withoutOne(use, 'territories', allows) ??
    fewer(use, 'monthlyActiveUsers', allows) ??
    fewer(use, 'revenueUsd', allows) ??
    notCommercial(use, allows) ?? [
      { field: 'licenceUse', from: JSON.stringify(use), to: undefined },
    ]
  )
}

function withoutOne(
  use: LicenceUse,
  field: 'actions' | 'territories',
  allows: (use: LicenceUse) => boolean,
): Change[] | undefined {
  const list: readonly string[] = use[field] ?? []
  const stops = list.find((one) => {
    const { [field]: all, ...others } = use
    const left = (all ?? []).filter((other) => other !== one)
    return allows(left.length === 0 ? others : { ...use, [field]: left })
  })
  return stops === undefined
    ? undefined
    : [{ field: `licenceUse.${field}`, from: stops, to: undefined }]
}

/** The largest whole number up to the asked one that passes. A licence's limits are thresholds, so halving finds them. */
function fewer(
  use: LicenceUse,
  field: 'monthlyActiveUsers' | 'revenueUsd',
  allows: (use: LicenceUse) => boolean,
): Change[] | undefined {
  const from = use[field]
  if (from === undefined || !allows({ ...use, [field]: 0 })) return undefined
  let [good, bad] = [0, Math.ceil(from)]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (allows({ ...use, [field]: middle })) good = middle
    else bad = middle
  }
  return [{ field: `licenceUse.${field}`, from, to: good }]
}

function notCommercial(
  use: LicenceUse,
  allows: (use: LicenceUse) => boolean,
): Change[] | undefined {
  return use.commercial === true && allows({ ...use, commercial: false })
    ? [{ field: 'licenceUse.commercial', from: true, to: false }]
    : undefined
}
