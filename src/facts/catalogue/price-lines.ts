import type { DatedPrice } from './catalogue-entry.ts'

/**
 * The offers of a model as text: provider, input price, output price, context served and day, commas between them and
 * semicolons between offers. Providers and days are positions in a list that all models share.
 */
export function priceLine(
  prices: readonly DatedPrice[],
  positionOf: (word: string) => number,
): string {
  return prices
    .map(({ provider, inputUsdPerMillionTokens, outputUsdPerMillionTokens, contextServed, date }) =>
      [
        positionOf(provider),
        inputUsdPerMillionTokens,
        outputUsdPerMillionTokens,
        contextServed ?? '',
        date === undefined ? '' : positionOf(date),
      ].join(','),
    )
    .join(';')
}

/** @param words the list that the positions are in */
export function readPriceLine(line: string, words: readonly string[]): DatedPrice[] {
  return line.split(';').map((offer) => {
    const [provider = '', input = '', output = '', served = '', day = ''] = offer.split(',')
    const date = day === '' ? undefined : words[Number(day)]
    return {
      provider: words[Number(provider)] ?? '',
      inputUsdPerMillionTokens: Number(input),
      outputUsdPerMillionTokens: Number(output),
      ...(served === '' ? {} : { contextServed: Number(served) }),
      ...(date === undefined ? {} : { date }),
    }
  })
}

/** Output price of the cheapest provider that asks for money; undefined where none does. */
export function lowestOutputPrice(
  prices: readonly Pick<DatedPrice, 'outputUsdPerMillionTokens'>[],
): number | undefined {
  let lowest: number | undefined
  for (const { outputUsdPerMillionTokens: usd } of prices)
    if (usd > 0 && (lowest === undefined || usd < lowest)) lowest = usd
  return lowest
}
