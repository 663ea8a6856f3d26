import { z } from 'zod'

const spread = z.number().positive()

/** Score, standard deviation, number of the task's own tests among what carries it. */
const fused = z.tuple([z.number(), spread, z.int().nonnegative()])

/** Benchmark index, score as published, source index, `YYYY-MM-DD` or '', 1 where the maker reports it. */
const evidence = z.tuple([
  z.int(),
  z.number(),
  z.int(),
  z.string(),
  z.union([z.literal(0), z.literal(1)]),
])

const entity = z.strictObject({
  tasks: z.record(z.string(), fused),
  evidence: z.record(z.string(), z.array(evidence)),
})

/**
 * Linear prediction from size and age; sizes in log10 of 10^9 parameters, age in years from 2025-01-01, `small` per
 * decade below 3·10^9 parameters (negative decades).
 */
const prior = z.strictObject({
  intercept: z.number(),
  logTotal: z.number(),
  logActive: z.number(),
  year: z.number(),
  small: z.number(),
  reasoning: z.number(),
  speciality: z.number(),
  deviation: spread,
})

/**
 * What is known of quality, `data/quality/table.json`, written by `scripts/fit-quality.mjs`. Scores are on one scale for every task: 50 is the mean
 * of the rated open chat models, 10 points are one standard deviation among them.
 */
export const qualityTableSchema = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  scale: z.string(),
  fittedOn: z.strictObject({ cells: z.int(), models: z.int(), benchmarks: z.int() }),
  /** Factor on the variances, from models held out whole. */
  widening: z.number().positive(),
  benchmarks: z.array(z.string()),
  sources: z.array(z.string()),
  /** By model id, then by mode: `default` or `thinking`. */
  models: z.record(z.string(), z.partialRecord(z.enum(['default', 'thinking']), entity)),
  /** By task. */
  priors: z.record(z.string(), prior),
  /** Points that a maker's models are better than size and date say, by the letters that their ids begin with. */
  makers: z.record(z.string(), z.number()),
  /** Standard deviation between makers, for one of whom nothing is rated. */
  makerDeviation: spread,
  /** Tasks without tests of their own: whose score stands in, and the standard deviation that this adds. */
  standIns: z.record(z.string(), z.strictObject({ task: z.string(), deviation: spread })),
  quantization: z.strictObject({
    /** Bits per weight by quantization name. */
    bitsPerWeight: z.record(z.string(), z.number().positive()),
    /** Mean KL divergence in nats from the unquantized 8B model, where it was measured. */
    divergence: z.record(z.string(), z.number().positive()),
    /** Elsewhere ln(divergence) = intercept + slope × bits; everywhere + perLogSize × log10(parameters / 8·10^9). */
    intercept: z.number(),
    slope: z.number().negative(),
    perLogSize: z.number(),
    /** Of ln(divergence), between models. */
    deviation: spread,
    /** Points lost = pointsPerNat × divergence^exponent. */
    exponent: z.number().positive(),
    pointsPerNat: z.number().positive(),
    pointsLogDeviation: spread,
  }),
})
export type QualityTable = z.infer<typeof qualityTableSchema>
export type QualityPrior = z.infer<typeof prior>
