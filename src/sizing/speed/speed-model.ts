import { z } from 'zod'

/** Half-widths of the 80 % interval on the natural-log scale, below and above the estimate. */
const spread = z.strictObject({ low: z.number().nonnegative(), high: z.number().nonnegative() })
const ofEachRate = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({ decode: schema, prefill: schema })

/**
 * Coefficients of the speed model, `data/speed/model.json`, written by `scripts/fit-speed.mjs`.
 * A coefficient applies to every prediction that has its key; a missing one is 0.
 */
export const speedModelSchema = z.strictObject({
  version: z.literal(2),
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
  /** Logarithm of the size of the errors, as a sum over what a case has. */
  scales: ofEachRate(z.record(z.string(), z.number())),
  /** By device class, how many such sizes the interval takes; a class that is not here has no calibration. */
  tails: ofEachRate(z.record(z.string(), spread)),
  /** Half-widths where no measurements support the class: the plain roofline with this. */
  roofline: ofEachRate(spread),
  /** How alike errors on one machine are: what all share, and how the rest fades with unlikeness (`correlation`). */
  recalibration: ofEachRate(
    z.strictObject({
      shared: z.number().min(0).max(1),
      /** Of the rest, what two models of the same size still share. */
      other: z.number().min(0).max(1),
      size: z.number().nonnegative(),
      depth: z.number().nonnegative(),
      unlike: z.number().nonnegative(),
    }),
  ),
  /** FP16 arithmetic per byte of bandwidth by class (median of known devices), for devices whose arithmetic is not known. */
  flopsPerByte: z.record(z.string(), z.number().positive()),
})
export type SpeedModel = z.infer<typeof speedModelSchema>
