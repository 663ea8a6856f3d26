import { z } from 'zod'

/** Half-widths of the 80 % interval on the natural-log scale, below and above the estimate. */
const spread = z.strictObject({ low: z.number().nonnegative(), high: z.number().nonnegative() })
const spreads = z.strictObject({ decode: spread, prefill: spread })

/**
 * Coefficients of the speed model, `data/speed/model.json`, written by `scripts/fit-speed.mjs`.
 * A coefficient applies to every prediction that has its key; a missing one is 0.
 */
export const speedModelSchema = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  fittedOn: z.strictObject({
    rows: z.int(),
    devices: z.int(),
    models: z.int(),
    source: z.string(),
  }),
  coefficients: z.record(z.string(), z.number()),
  /** Microarchitectures that were measured, as `class/architecture`. */
  architectures: z.array(z.string()),
  /** By device class; a class that is not here has no calibration. */
  spreads: z.record(z.string(), spreads),
  /** Added to both half-widths, as variances, where the case differs from what was fitted. */
  widening: z.record(z.string(), spread),
  /** Where no measurements support the class: the plain roofline with this. */
  roofline: spreads,
  /** FP16 arithmetic per byte of bandwidth by class (median of known devices), for devices whose arithmetic is not known. */
  flopsPerByte: z.record(z.string(), z.number().positive()),
})
export type SpeedModel = z.infer<typeof speedModelSchema>
