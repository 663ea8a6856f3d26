import { readFileSync } from 'node:fs'
import { z } from 'zod'

const familiesSchema = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      config: z.record(z.string(), z.json()),
      architecture: z.string(),
      metadata: z.record(z.string(), z.json()),
      tensors: z.record(z.string(), z.array(z.number())),
    }),
  ),
})

export interface ConvertedFamily {
  readonly model: string
  readonly config: Readonly<Record<string, unknown>>
  readonly architecture: string
  readonly metadata: ReadonlyMap<string, unknown>
  /** Every tensor, in ggml order of lengths. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]
}

/** The first blocks of published models, and what llama.cpp's own converter writes for them: one of each family. */
export function convertedFamilies(): ConvertedFamily[] {
  const file = new URL('../recordings/gguf/converted-families.json', import.meta.url)
  return familiesSchema
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .models.map(({ model, config, architecture, metadata, tensors }) => ({
      model,
      config,
      architecture,
      metadata: new Map(Object.entries(metadata)),
      tensors: Object.entries(tensors).map(([name, shape]) => ({ name, shape })),
    }))
}
