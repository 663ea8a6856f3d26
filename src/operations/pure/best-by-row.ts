import { type Compared, comparedTasks } from './compared-model.ts'

type Interval = { readonly low: number; readonly value: number; readonly high: number }

const point = (value: number | undefined): Interval | undefined =>
  value === undefined ? undefined : { low: value, value, high: value }

function qualityInterval(
  quality: (Omit<Interval, 'value'> & { readonly score: number }) | undefined,
): Interval | undefined {
  return quality === undefined
    ? undefined
    : { low: quality.low, value: quality.score, high: quality.high }
}

/** Rows that have a best end: more is better, or less where the sign is turned. */
const rows: Readonly<Record<string, (model: Compared) => Interval | undefined>> = {
  quality: ({ quality }) => qualityInterval(quality),
  decodeTokensPerSecond: ({ decodeTokensPerSecond: rate }) =>
    rate === undefined ? undefined : { low: rate.low, value: rate.estimate, high: rate.high },
  prefillTokensPerSecond: ({ prefillTokensPerSecond: rate }) =>
    rate === undefined ? undefined : { low: rate.low, value: rate.estimate, high: rate.high },
  memory: ({ memory }) => point(memory === undefined ? undefined : -memory.totalBytes),
  largestContextLength: ({ largestContextLength }) => point(largestContextLength),
  priceUsdPerMillionTokens: ({ priceUsdPerMillionTokens: price }) =>
    point(price === undefined ? undefined : -price),
  ...Object.fromEntries(
    comparedTasks.map((task) => [
      `quality.${task}`,
      ({ qualityByTask }: Compared) => qualityInterval(qualityByTask[task]),
    ]),
  ),
}

/** The best of each row and everyone whose interval reaches into the best one's estimate. */
export function bestByRow(models: readonly Compared[]): Record<string, string[]> {
  const best: Record<string, string[]> = {}
  for (const [row, read] of Object.entries(rows)) {
    const values = models.flatMap((model) => {
      const interval = read(model)
      return interval === undefined ? [] : [{ id: model.model, interval }]
    })
    const top = values.toSorted((a, b) => b.interval.value - a.interval.value)[0]
    if (top !== undefined)
      best[row] = values
        .filter(({ interval }) => interval.high >= top.interval.low)
        .map(({ id }) => id)
  }
  return best
}
