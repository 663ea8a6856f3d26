/**
 * What a published count stands for. People write billions, or millions below that: 22,000,000,000 is "22B", so its last
 * digit is a whole billion and it means 21.5 to 22.5 billion; 3,300,000,000 is "3.3B"; a figure to the last digit means
 * itself.
 */
export interface WrittenFigure {
  readonly low: number
  readonly high: number
  /** Digits it was written with: 1 of "3B", 2 of "3.3B" and of "10B". */
  readonly digits: number
  /** Half of its last digit is more than 2.5 % of it: "3B" is 17 % either way, "12B" 4 %. Such a figure checks nothing. */
  readonly isCoarse: boolean
  /** Whether half of its last digit is at most this share of it. */
  readonly isWithin: (share: number) => boolean
}

const coarseness = 0.025

export function writtenFigure(published: number): WrittenFigure {
  let step = published >= 1e9 ? 1e9 : published >= 1e6 ? 1e6 : 1
  while (step > 1 && published % step !== 0) step /= 10
  const half = step === 1 ? 0 : step / 2
  return {
    low: published - half,
    high: published + half,
    digits: String(Math.round(published / step)).length,
    isCoarse: half / published > coarseness,
    isWithin: (share) => half / published <= share,
  }
}
