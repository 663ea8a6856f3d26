import { readFileSync } from 'node:fs'
import { z } from 'zod'

const shape = z.array(z.number())
const convertedSchema = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      architecture: z.string(),
      metadata: z.record(z.string(), z.union([z.json(), z.null()])),
      tensors: z.record(z.string(), shape),
      blockKinds: z.array(z.record(z.string(), shape)),
      blocks: z.array(z.number()),
      values: z.number(),
      parameters: z.number(),
    }),
  ),
})

export interface ConvertedHeader {
  readonly model: string
  readonly architecture: string
  readonly metadata: ReadonlyMap<string, unknown>
  /** Every tensor by name, in ggml order of lengths. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]
  /** Parameters that transformers counts of the same configuration. */
  readonly parameters: number
}

/** What llama.cpp's own converter writes for published configurations: names, shapes and metadata without data. */
export function convertedHeaders(): ConvertedHeader[] {
  const text = readFileSync(
    new URL('../recordings/gguf/converted-headers.json', import.meta.url),
    'utf8',
  )
  return convertedSchema.parse(JSON.parse(text)).models.map((header) => {
    const outside = Object.entries(header.tensors).map(([name, lengths]) => ({
      name,
      shape: lengths,
    }))
    const blocks = header.blocks.flatMap((kind, index) =>
      Object.entries(header.blockKinds[kind] ?? {}).map(([name, lengths]) => ({
        name: `blk.${index}.${name}`,
        shape: lengths,
      })),
    )
    return {
      model: header.model,
      architecture: header.architecture,
      metadata: new Map(Object.entries(header.metadata)),
      tensors: [...outside, ...blocks],
      parameters: header.parameters,
    }
  })
}
