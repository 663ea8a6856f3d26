import { largestWhole } from './largest-whole.ts'
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
  const steps = largestWhole(Math.floor(limit / step), (count) =>
    sizedFits({ ...request, contextLength: count * step }),
  )
  return steps === undefined ? undefined : steps * step
}
