import type { DatedPrice } from '../facts/catalogue/catalogue-entry.ts'

/** What is done in a day, and what the own machine costs. */
export interface Workload {
  readonly inputTokensPerDay: number
  readonly outputTokensPerDay: number
  readonly hardwareUsd?: number | undefined
  /** While it computes; what it draws while idle is left out. */
  readonly powerWatts?: number | undefined
  readonly electricityUsdPerKwh?: number | undefined
}

/** Speed of the own machine, one conversation at a time. */
export interface OwnSpeed {
  readonly prefillTokensPerSecond: number
  readonly decodeTokensPerSecond: number
}

export interface HostedCost {
  readonly provider: string
  readonly date: string | undefined
  readonly usdPerDay: number
}

export interface BreakEven {
  /** The cheapest provider for this mix of input and output; undefined where nobody asks money for the model. */
  readonly hosted: HostedCost | undefined
  /** Hours that the own machine computes in a day; undefined where its speed is unknown. */
  readonly hoursPerDay: number | undefined
  /** Electricity alone; undefined where hours, power or its price are unknown. */
  readonly ownUsdPerDay: number | undefined
  /** Until the hardware has paid for itself; undefined where a figure is missing, where it never does, or where a day is too short. */
  readonly days: number | undefined
}

const secondsPerHour = 3600

/** Hosted against own hardware for one model. Money in US dollars; labour, cooling and resale value are left out. */
export function breakEven(
  workload: Workload,
  prices: readonly DatedPrice[],
  speed: OwnSpeed | undefined,
): BreakEven {
  const { inputTokensPerDay, outputTokensPerDay, hardwareUsd, powerWatts, electricityUsdPerKwh } =
    workload
  const hosted = cheapest(workload, prices)
  const hoursPerDay =
    speed === undefined
      ? undefined
      : (inputTokensPerDay / speed.prefillTokensPerSecond +
          outputTokensPerDay / speed.decodeTokensPerSecond) /
        secondsPerHour
  const ownUsdPerDay =
    hoursPerDay === undefined || powerWatts === undefined || electricityUsdPerKwh === undefined
      ? undefined
      : (powerWatts / 1000) * hoursPerDay * electricityUsdPerKwh
  const saved =
    hosted === undefined || ownUsdPerDay === undefined ? undefined : hosted.usdPerDay - ownUsdPerDay
  const isEnough = hoursPerDay !== undefined && hoursPerDay <= 24
  const days =
    saved === undefined || hardwareUsd === undefined || saved <= 0 || !isEnough
      ? undefined
      : hardwareUsd / saved
  return { hosted, hoursPerDay, ownUsdPerDay, days }
}

function cheapest(
  { inputTokensPerDay, outputTokensPerDay }: Workload,
  prices: readonly DatedPrice[],
): HostedCost | undefined {
  return prices
    .filter(({ outputUsdPerMillionTokens }) => outputUsdPerMillionTokens > 0)
    .map((price) => ({
      provider: price.provider,
      date: price.date,
      usdPerDay:
        (inputTokensPerDay * price.inputUsdPerMillionTokens +
          outputTokensPerDay * price.outputUsdPerMillionTokens) /
        1e6,
    }))
    .sort((a, b) => a.usdPerDay - b.usdPerDay || (a.provider < b.provider ? -1 : 1))[0]
}
