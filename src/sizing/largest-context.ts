import { type SizeRequest, sizedFits } from './size-model.ts'

/** Contexts are padded to 256 cells, so that is the finest step that changes anything (src/llama-context.cpp). */
const step = 256

/**
 * The longest whole cache, a multiple of 256 tokens, up to `limit`, with which the model fits; undefined where not even
 * the shortest does. Memory grows with the context, so halving finds it.
 */
export function largestContext(
  request: Omit<SizeRequest, 'contextLength'>,
  limit: number,
): number | undefined {
  const fits = (steps: number) => sizedFits({ ...request, contextLength: steps * step })
  const most = Math.floor(limit / step)
  if (most < 1 || !fits(1)) return undefined
  if (fits(most)) return most * step
  let [low, high] = [1, most]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle
  }
  return low * step
}
