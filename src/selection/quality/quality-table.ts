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
  /** Standard deviation between makers, for one of whom nothing is rated, and between the generations of a maker. */
  makerDeviation: spread,
  generationDeviation: spread,
})

/** Points by task, in the order of `priors`. */
const kin = z.record(z.string(), z.array(z.number()))

/**
 * What is known of quality, `data/quality/table.json`, written by `scripts/fit-quality.mjs`. Scores are on one scale for every task but
 * hallucination and refusal, which have their own: 50 is the mean of the rated open models, 10 points are one standard
 * deviation among them.
 */
export const qualityTableSchema = z.strictObject({
  version: z.literal(1),
  date: z.iso.date(),
  scale: z.string(),
  fittedOn: z.strictObject({ cells: z.int(), models: z.int(), benchmarks: z.int() }),
  /** By task: factor on the variances, from tests and models held out. */
  widening: z.record(z.string(), z.number().positive()),
  benchmarks: z.array(z.string()),
  sources: z.array(z.string()),
  /** By model id, then by mode: `default` or `thinking`. */
  models: z.record(z.string(), z.partialRecord(z.enum(['default', 'thinking']), entity)),
  /** By task. */
  priors: z.record(z.string(), prior),
  /** What a maker's models are better than size and date say, by the letters that their ids begin with. */
  makers: kin,
  /** What a generation of a maker is better than that, by `generationOf` its ids. */
  generations: kin,
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
    /** Below so many bits hardly anything was measured: what each bit less adds to the deviation. */
    thinBelowBits: z.number().positive(),
    thinDeviationPerBit: spread,
    /** Points lost = pointsPerNat × divergence^exponent. */
    exponent: z.number().positive(),
    pointsPerNat: z.number().positive(),
    pointsLogDeviation: spread,
  }),
})
export type QualityTable = z.infer<typeof qualityTableSchema>
export type QualityPrior = z.infer<typeof prior>
