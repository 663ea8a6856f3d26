import { largestWhole } from './largest-whole.ts'
import { type SizeRequest, sizedFits } from './size-model.ts'

/** llama.cpp takes no more sequences than this (src/llama-cparams.h, LLAMA_MAX_SEQ). */
const sequencesMax = 256

/**
 * How many users may each have `contextPerUser` tokens at the same time, with caches of their own; 0 where not even one
 * fits.
 */
export function largestParallel(
  request: Omit<SizeRequest, 'contextLength' | 'parallel' | 'unifiedCache'>,
  contextPerUser: number,
): number {
  const fits = (parallel: number) =>
    sizedFits({ ...request, parallel, contextLength: contextPerUser * parallel })
  return largestWhole(sequencesMax, fits) ?? 0
}
