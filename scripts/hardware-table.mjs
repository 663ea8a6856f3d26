// Writes docs/hardware-table.md: the hardware table of a widely read guide, re-derived from the program's own figures.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = join('docs', 'hardware-table.md')

/** What the guide says, and models of that size. */
const tiers = [
  {
    tier: '7B',
    gpu: '1 × RTX 4090 (24 GB)',
    memory: '16 GB',
    on: 'rtx-4090',
    models: ['qwen2.5-7b', 'qwen3-8b', 'llama-3.1-8b'],
  },
  {
    tier: '32B',
    gpu: '2 × A100 (80 GB)',
    memory: '80 GB',
    on: '2x a100-sxm-80gb',
    models: ['qwen2.5-32b', 'qwen3-32b', 'qwen3-30b-a3b'],
  },
  {
    tier: '70B',
    gpu: '4 × H100 (80 GB)',
    memory: '160 GB',
    on: '4x h100-sxm-80gb',
    models: ['llama-3.3-70b', 'qwen2.5-72b'],
  },
  {
    tier: '910B',
    gpu: 'cluster of 32 and more',
    memory: '1.8 TB and more',
    on: '32x h100-sxm-80gb',
    models: ['deepseek-r1', 'kimi-k2'],
  },
]

const GB = 1e9
const GiB = 2 ** 30
/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / GB).toFixed(bytes < 100 * GB ? 1 : 0)} GB`
/** @param {number} bytes */
const gibibytes = (bytes) => `${(bytes / GiB).toFixed(bytes < 100 * GiB ? 1 : 0)} GiB`

/** @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const lines = rows.map((row) => `| ${row.join(' | ')} |`)
  lines.splice(1, 0, `|${(rows[0] ?? []).map(() => '---').join('|')}|`)
  return lines.join('\n')
}

/** The document's text, from the built library. */
async function hardwareTable() {
  const { createTouchstone } = await import(`${root}dist/index.js`)
  const touchstone = await createTouchstone()
  const contextPerUser = 8192
  const rows = [
    [
      'Model',
      'BF16 file',
      'FP8 file',
      'Q8_0, 8K',
      'Q4_K_M, 8K',
      'Smallest devices for Q4_K_M',
      'Smallest cards for BF16 in vLLM',
      'On the guide’s devices, BF16',
    ],
  ]
  for (const { models, on } of tiers)
    for (const model of models) {
      /** @param {string} quantization */
      const local = async (quantization) =>
        touchstone.size({ for: model, quantization, contextLength: contextPerUser })
      const file = async (/** @type {string} */ quantization) =>
        touchstone.size({ model, engine: 'vllm', quantization, contextPerUser, devices: on })
      const [half, eight] = [await file('BF16'), await file('FP8')]
      const [q8, q4] = [await local('Q8_0'), await local('Q4_K_M')]
      const serving = await touchstone
        .size({ for: model, engine: 'vllm', quantization: 'BF16', contextPerUser })
        .catch((/** @type {{ code?: string }} */ error) => {
          if (error.code === 'nothing_fits') return undefined
          throw error
        })
      const smallest = (/** @type {typeof q4 | undefined} */ answer) => {
        const set = answer?.deviceSets?.[0]
        return set === undefined ? 'more than 8 cards' : `${set.count} × ${set.name}`
      }
      const users = half.serving?.maxConcurrency ?? 0
      rows.push([
        model,
        gigabytes(half.weights.fileBytes),
        gigabytes(eight.weights.fileBytes),
        gibibytes(q8.totalBytes),
        gibibytes(q4.totalBytes),
        smallest(q4),
        smallest(serving),
        users >= 1 ? `${Math.floor(users)} users of 8K` : 'does not fit',
      ])
    }
  const llama4 = await llamaRows(touchstone)
  return `${heading}
## What the guide says

${table([['Tier', 'GPU', 'Memory'], ...tiers.map(({ tier, gpu, memory }) => [tier, gpu, memory])])}

## What it takes

Totals of llama.cpp with weights, an F16 cache of 8,192 tokens and working memory; files as safetensors. The smallest
devices are by total memory, then by number, as no prices of devices are recorded.

${table(rows)}

${findings}
## Llama 4 Maverick “788 GB”, Scout “210 GB”

${table(llama4)}

${llamaFindings}`
}

/** @param {Awaited<ReturnType<typeof import('../src/index.ts').createTouchstone>>} touchstone */
async function llamaRows(touchstone) {
  const rows = [
    [
      'Model',
      'Guide',
      'BF16, language model',
      'BF16, all published parameters',
      'FP8',
      'Q4_K_M file',
    ],
  ]
  for (const [model, said] of /** @type {const} */ ([
    ['llama-4-maverick', '788 GB'],
    ['llama-4-scout', '210 GB'],
  ])) {
    const file = async (/** @type {string} */ quantization) =>
      (
        await touchstone.size({
          model,
          engine: 'vllm',
          quantization,
          devices: '8x h200',
          contextPerUser: 8192,
        })
      ).weights.fileBytes
    const { facts } = await touchstone.model({ model })
    const total = Number(facts.totalParams?.value)
    const q4 = await touchstone.size({ for: model, quantization: 'Q4_K_M', contextLength: 8192 })
    const [half, eight] = [await file('BF16'), await file('FP8')]
    rows.push([
      model,
      said,
      `${gigabytes(half)} (${gibibytes(half)})`,
      Number.isFinite(total) ? `${gigabytes(2 * total)} (${gibibytes(2 * total)})` : 'unknown',
      gigabytes(eight),
      gigabytes(q4.weights.fileBytes),
    ])
  }
  return rows
}

const heading = `# The hardware table, re-derived

A guide that many read (chegva.com/6554) gives four tiers with a “minimum GPU” and a memory. This page puts the program’s
own figures beside it. It is written by \`npm run docs\` and holds no figure typed by hand but those of the guide.
`

const findings = `- **7B**: 16 GB is BF16 weights plus a little. At four bits a model of this size takes some 5 to 6 GiB and runs on a card
  of 8 GB; 24 GB are for BF16, for long contexts or for many users.
- **32B**: the memory column is the BF16 file and some 20 %, the GPU column is twice that: two A100 of 80 GB are 160 GB. At
  four bits one card of 24 GB holds a 32B model, and a mixture of experts of 30B with 3B active too.
- **70B**: again BF16, and again twice: four H100 are 320 GB for a need of some 160. Two cards of 80 GB hold it in FP8, two of
  24 GB at four bits.
- **910B**: no public model of 910B was found. BF16 of 910 billion parameters is 1.82 TB, which is where 1.8 TB comes from: 23
  cards of 80 GB for the weights alone, so 32. Nothing of that size is published in BF16 alone: DeepSeek-R1 (671B) is FP8
  and Kimi K2 (1T) too, and at four bits either is in reach of one host.
- No row of the guide says anything of quantization, context, users, mixtures of experts, unified memory or a computer
  without a graphics card; each changes the answer more than the tier does.
`

const llamaFindings = `Both numbers are 1.9 % and 3.4 % below two bytes for every published parameter, and nothing else is near: they mean BF16
files. Whether embeddings and the towers for images are counted or not, in GB or in GiB, no sum gives 788 or 210, so the
rest of the difference stays unexplained. FP8 is half, four bits a third.
`

/**
 * Writes the document, or with \`isCheck\` only compares it. @param {boolean} isCheck @returns {Promise<string[]>} what is wrong
 */
export async function refreshHardwareTable(isCheck) {
  const file = join(root, path)
  const text = await hardwareTable()
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!isCheck && before !== text) writeFileSync(file, text)
  console.log(`${path}: ${isCheck ? 'checked' : 'written'}`)
  return isCheck && before !== text ? [`${path} is stale; run: npm run docs`] : []
}
