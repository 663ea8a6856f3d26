import type { Architecture, Layer } from '../facts/architecture.ts'

/** Blocks that predict further tokens, of those that published GGUF files have. */
export function furtherBlocks({ nextTokenPredictionLayers }: Architecture): readonly Layer[] {
  return nextTokenPredictionLayers.filter(({ leftOutOfFiles }) => leftOutOfFiles === undefined)
}
