import type { LicenceVerdict } from '../facts/licences/licence-verdict.ts'
import type { Candidate } from './candidate.ts'

/** A reason as a message code with raw values: numbers stay numbers until somebody reads them. */
export interface Reason {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

const reasonsMax = 5

/** At most five reasons for a candidate, the weightiest first, each with its number and basis. */
export function reasonsFor(
  candidate: Candidate,
  task: string,
  verdict: LicenceVerdict['verdict'] | undefined,
): Reason[] {
  const { entry, size, speed, quality } = candidate
  const reasons: Reason[] = [
    {
      code: 'reason.quality',
      values: {
        score: quality.score,
        low: quality.low,
        high: quality.high,
        task: quality.standsInFor ?? task,
        basis: quality.basis,
      },
    },
  ]
  if (candidate.reasoning !== undefined)
    reasons.push({ code: `reason.thinking.${candidate.reasoning}`, values: {} })
  if (speed !== undefined) {
    const { estimate, low, high, basis } = speed.decodeTokensPerSecond
    reasons.push({ code: 'reason.speed', values: { decode: estimate, low, high, basis } })
  }
  reasons.push({
    code: 'reason.memory',
    values: {
      total: size.totalBytes,
      usable: size.fit?.usableBytes ?? 0,
      contextLength: candidate.contextLength,
    },
  })
  const {
    totalParams,
    activeParams,
    contextLengthNative: native,
    contextLengthExtended: extended,
  } = entry
  const perUser = candidate.contextLength / size.settings.parallel
  if (native !== undefined && extended !== undefined && perUser > native)
    reasons.push({ code: 'reason.extendedContext', values: { native, method: extended.method } })
  if (totalParams !== undefined && activeParams !== undefined && activeParams < totalParams / 2)
    reasons.push({
      code: 'reason.mixtureOfExperts',
      values: { active: activeParams, total: totalParams },
    })
  if (entry.licence !== undefined)
    reasons.push({
      code: 'reason.licence',
      values: { licence: entry.licence, verdict: verdict ?? 'unknown' },
    })
  if (quality.quantizationPoints >= 1)
    reasons.push({
      code: 'reason.quantizationLoss',
      values: { quantization: candidate.quantization, loss: quality.quantizationPoints },
    })
  if (entry.gated === true) reasons.push({ code: 'reason.gated', values: {} })
  return reasons.slice(0, reasonsMax)
}
