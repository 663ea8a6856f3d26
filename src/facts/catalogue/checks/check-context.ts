import { type Claim, chooseClaim, inLanguage } from '../../claim.ts'
import type { ModelRecord } from '../../model-record.ts'
import { namesFigure } from './names-figure.ts'
import type { Report } from './problem.ts'

/** Names that makers give the longest position in config.json. */
const lengthFields = [
  'max_position_embeddings',
  'model_max_length',
  'max_sequence_length',
  'max_seq_len',
  'n_positions',
  'seq_length',
]

/**
 * The native context against the longest position of the config. They may differ (room for the answer, a window that
 * was trained longer, an extension in the config), but then the config's is kept as a claim and a note says why, naming
 * the native length. A longer one than the config's positions allow is believed by a note of its own claim alone. Scaling
 * of positions is not multiplied in: what goes beyond the config's length is an extended context.
 */
export function checkContext({ facts }: ModelRecord, report: Report): void {
  const config = chooseClaim(facts.config ?? [])?.value
  const length = config === undefined ? undefined : configuredLength(config)
  if (length === undefined) return
  const claims = facts.contextLengthNative ?? []
  const native = chooseClaim(claims)
  const extended = facts.contextLengthExtended ?? []
  if (native === undefined) {
    if (extended.length === 0)
      report(
        'contextLengthNative',
        `the config says ${length}; state it here, or as contextLengthExtended`,
      )
    return
  }
  if (native.value === length) return
  const kept = [
    ...claims.filter(({ value }) => value === length),
    ...extended.filter(({ value }) => value.contextLength === length),
  ]
  if (kept.length === 0)
    report(
      'contextLengthNative',
      `${native.value}, but the config says ${length}; keep both as claims and say in a note why they differ`,
    )
  else explained(native, kept, length, report)
}

function explained(
  native: Claim<number>,
  kept: readonly Claim[],
  length: number,
  report: Report,
): void {
  const isLonger = native.value > length
  const named = (isLonger ? [native] : [native, ...kept]).some(({ note }) =>
    namesFigure(inLanguage(note, 'en') ?? '', native.value),
  )
  if (named) return
  const where = isLonger ? 'the note of this claim' : 'a note of one of them'
  report(
    'contextLengthNative',
    `${native.value}, but the config says ${length}; say in ${where} why, naming ${native.value.toLocaleString('en-US')}`,
  )
}

function configuredLength(config: Readonly<Record<string, unknown>>): number | undefined {
  const inner = config.text_config
  const fields: Readonly<Record<string, unknown>> =
    typeof inner === 'object' && inner !== null ? { ...config, ...inner } : config
  for (const name of lengthFields) {
    const value = fields[name]
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
  }
  return undefined
}
