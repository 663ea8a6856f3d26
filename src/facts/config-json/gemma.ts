import type { Architecture, Attention, Layer } from '../architecture.ts'
import type { ConfigFields } from './config-fields.ts'
import { isSliding, readAttention, readDecoder, readFeedForward } from './decoder.ts'

function slidingOrFull(attention: Attention, window: number, sliding: boolean): Attention {
  return sliding ? { ...attention, kind: 'sliding', window } : attention
}

/** Gemma 1: full attention, heads of 256, tied head. */
export function readGemma(fields: ConfigFields): Architecture {
  const layer: Layer = {
    attention: readAttention(fields, { headLengthDefault: 256 }),
    feedForward: readFeedForward(fields),
    normCount: 2,
  }
  return readDecoder(fields, {
    engineName: 'gemma',
    modelType: 'gemma',
    tiedByDefault: true,
    vocabularyDefault: 256_000,
    layer: () => layer,
  })
}

/** Gemma 2: every other block, from the first on, keeps a window (llama.cpp src/models/gemma2.cpp, set_swa_pattern(2)). */
export function readGemma2(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, { headLengthDefault: 256, headCountKvDefault: 4 })
  const window = fields.count('sliding_window', 4096)
  return readDecoder(fields, {
    engineName: 'gemma2',
    modelType: 'gemma2',
    tiedByDefault: true,
    vocabularyDefault: 256_000,
    layer: (index) => ({
      attention: slidingOrFull(
        attention,
        window,
        isSliding(fields, index, (at) => at % 2 === 0),
      ),
      feedForward: readFeedForward(fields),
      normCount: 4,
    }),
  })
}

/** Gemma 3: five windowed blocks to a full one; norms on each query and key head (Gemma3TextConfig). */
export function readGemma3(fields: ConfigFields): Architecture {
  const attention = readAttention(fields, {
    headLengthDefault: 256,
    headCountKvDefault: 4,
    queryKeyNorm: 'head',
  })
  const window = fields.count('sliding_window', 4096)
  const pattern = fields.count(['sliding_window_pattern', '_sliding_window_pattern'], 6)
  return readDecoder(fields, {
    engineName: 'gemma3',
    modelType: 'gemma3',
    tiedByDefault: true,
    vocabularyDefault: 262_208,
    contextDefault: 131_072,
    layer: (index) => ({
      attention: slidingOrFull(
        attention,
        window,
        isSliding(fields, index, (at) => (at + 1) % pattern !== 0),
      ),
      feedForward: readFeedForward(fields),
      normCount: 4,
    }),
  })
}
