// Measurements of data/speed as cases for the speed model: what was run on which device, and the rate it reached.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))

/** LocalScore's nine pairs of prompt and answer length (Mozilla-Ocho/llamafile localscore/cmd.cpp); its averages are means of rates over them. */
const localScorePairs = [
  [1024, 16],
  [4096, 256],
  [2048, 256],
  [2048, 768],
  [1024, 1024],
  [1280, 3072],
  [384, 1152],
  [64, 1024],
  [16, 1536],
]

/** Bits per weight of the mixes on an 8B model (llama.cpp tools/quantize/README.md), of plain types by their blocks. */
const mixBits = {
  ...readJson('data/quality/quantization.json').bitsPerWeight.values,
  Q4_0: 4.642,
  Q4_1: 5.113,
  Q5_0: 5.573,
  Q5_1: 6.044,
  BF16: 16,
  F32: 32,
  MXFP4: 4.25,
}

/** Bits of the head and of the embedding in a mix: Q6_K beside K types and old 4 and 5 bits, Q5_K beside the smallest. @param {string} label */
function outerBits(label) {
  const bits = mixBits[/** @type {keyof typeof mixBits} */ (label)]
  if (bits === undefined || bits > 6.5) return { head: bits, embedding: bits }
  return { head: /^IQ[12]/.test(label) ? 5.5 : 6.5625, embedding: Math.min(4.5, bits) }
}

/** @param {string} written */
function plainLabel(written) {
  const label = written
    .toUpperCase()
    .replace(/^UD-/, '')
    .replace(/^ALL F32$/, 'F32')
    .replace(/_XL$/, '_M')
  return label === 'Q8_K_M' ? 'Q8_0' : label === 'Q6_K_M' ? 'Q6_K' : label
}

/** Parameters of a shape by part. @param {any} shape */
function parametersOf(shape) {
  const {
    layers,
    hidden,
    heads,
    kvHeads,
    headLength,
    feedForward,
    vocabulary,
    experts,
    latent,
    deltaNet,
  } = shape
  const full = shape.deltaNet ? shape.fullAttentionLayers : layers
  const query = hidden * heads * headLength * (shape.outputGate ? 2 : 1)
  let attention = full * (query + 2 * hidden * kvHeads * headLength + heads * headLength * hidden)
  if (latent)
    attention =
      layers *
      (hidden * latent.query +
        latent.query * heads * (latent.key + latent.rope) +
        hidden * (latent.rank + latent.rope) +
        latent.rank * heads * (latent.key + latent.value) +
        heads * latent.value * hidden)
  if (deltaNet) {
    const keys = deltaNet.keyHeads * deltaNet.length
    const values = deltaNet.valueHeads * deltaNet.length
    attention += (layers - full) * hidden * (2 * keys + 3 * values + 2 * deltaNet.valueHeads)
  }
  const expertLayers = experts ? layers - (experts.denseFirst ?? 0) : 0
  const denseLayers =
    experts && feedForward > 0 && experts.denseFirst !== undefined
      ? experts.denseFirst
      : feedForward > 0
        ? layers
        : 0
  const dense =
    denseLayers * 3 * hidden * feedForward +
    expertLayers * (3 * hidden * (experts?.shared ?? 0) + hidden * (experts?.count ?? 0))
  const expert = expertLayers * 3 * hidden * (experts?.length ?? 0) * (experts?.count ?? 0)
  return { body: attention + dense, expert, expertLayers, head: vocabulary * hidden }
}

/** Work of a shape in a quantization, as `workOf` gives it for a real checkpoint. @param {any} shape @param {string} written @param {number | undefined} fileBytes @param {string} key */
export function workOfShape(shape, written, fileBytes, key) {
  const label = plainLabel(written)
  const { body, expert, expertLayers, head } = parametersOf(shape)
  const outer = outerBits(label)
  const embedding = shape.tied ? 0 : head
  const total = body + expert + head + embedding
  const known = mixBits[/** @type {keyof typeof mixBits} */ (label)]
  if (known === undefined && fileBytes === undefined) return undefined
  const isGptOss = key.startsWith('gpt-oss')
  const expertBits = isGptOss ? 4.25 : undefined
  const file = fileBytes ?? (isGptOss ? 12.1e9 : undefined)
  // Bits of the inner matrices: what is left of the file, or of the 8B mix, after head and embedding.
  const inner = body + (expertBits === undefined ? expert : 0)
  const headBits = isGptOss ? undefined : (outer.head ?? (8 * (file ?? 0)) / total)
  const embeddingBits = outer.embedding ?? (8 * (file ?? 0)) / total
  const eightB =
    (known ?? 0) > 6.5
      ? known
      : ((known ?? 0) * 8.03 - 0.525 * ((outer.head ?? 0) + (outer.embedding ?? 0))) / 6.98
  const innerBits = isGptOss
    ? (8 * (file ?? 0) - expert * 4.25) / (body + head + embedding)
    : file === undefined
      ? (eightB ?? 0)
      : (8 * file - head * (headBits ?? 0) - embedding * embeddingBits) / inner
  const share = shape.experts ? shape.experts.used / shape.experts.count : 1
  const expertBytes = (expert * (expertBits ?? innerBits)) / 8
  const headBytes = (head * (headBits ?? innerBits)) / 8
  const bodyBytes = (body * innerBits) / 8
  return {
    layers: shape.layers,
    weightBytes:
      bodyBytes +
      expertBytes +
      headBytes +
      (embedding * (isGptOss ? innerBits : embeddingBits)) / 8,
    weightBytesPerToken: bodyBytes + expertBytes * share + headBytes,
    expertBytesPerToken: expertBytes * share,
    expertBytes,
    multiplyAddsPerToken: body + expert * share,
    expertMultiplyAdds: expert * share,
    headMultiplyAdds: head,
    headBytes,
    expertShare: share,
    expertLayers,
    attention: attentionOf(shape),
    stateBytes: stateBytesOf(shape),
  }
}

/** @param {any} shape */
function attentionOf({ layers, heads, kvHeads, headLength, latent, window, fullAttentionLayers }) {
  const group = (/** @type {number} */ count, /** @type {number | undefined} */ limit) => ({
    layers: count,
    window: limit,
    keyValues: latent ? latent.rank + latent.rope : kvHeads * headLength,
    valueValues: latent ? 0 : kvHeads * headLength,
    multiplyAddsPerPosition: latent
      ? heads * (2 * latent.rank + latent.rope)
      : 2 * heads * headLength,
  })
  if (window === undefined) return [group(fullAttentionLayers ?? layers, undefined)]
  return [group(fullAttentionLayers, undefined), group(layers - fullAttentionLayers, window)]
}

/** @param {any} shape */
function stateBytesOf({ layers, fullAttentionLayers, deltaNet }) {
  if (!deltaNet) return 0
  return (
    4 *
    (layers - fullAttentionLayers) *
    (deltaNet.valueHeads * deltaNet.length ** 2 +
      3 * deltaNet.length * (2 * deltaNet.keyHeads + deltaNet.valueHeads))
  )
}

/**
 * Device by the name that the measurements use: from the database, what that lacks from `data/speed/devices.json`.
 * @returns {Promise<(name: string) => any>}
 */
export async function deviceFinder() {
  const rows = readJson('data/speed/devices.json').rows.map(
    (
      /** @type {any[]} */ [
        name,
        kind,
        vendor,
        architecture,
        bandwidth,
        teraflops,
        cores,
        instructions,
      ],
    ) => [
      name,
      {
        id: name,
        name,
        kind,
        vendor,
        memoryBytes: 0,
        bandwidthBytesPerSecond: bandwidth * 1e9,
        ...(architecture === null ? {} : { architecture }),
        ...(teraflops === null ? {} : { fp16FlopsPerSecond: teraflops * 1e12 }),
        ...(cores === null ? {} : { physicalCores: cores }),
        ...(instructions === null ? {} : { instructionSets: [instructions] }),
      },
    ],
  )
  const fallback = Object.fromEntries(rows)
  const database = await deviceDatabase()
  return (name) => {
    const apple = /^Apple (M\d+(?: Pro| Max| Ultra)?) \((\d+) GPU\)$/.exec(name)
    const record = database.find(apple === null ? name : `${apple[1]} ${apple[2]}c`)?.record
    if (record === undefined) return fallback[name]
    const known = Object.fromEntries(
      deviceFields.flatMap((field) =>
        record[field] === undefined ? [] : [[field, record[field]]],
      ),
    )
    // A bare name leaves the variant open, and the database then takes the most modest one: not the one that was measured.
    const stated =
      apple === null ? { ...known, ...fallback[name] } : { ...fallback[name], ...known }
    const merged = {
      ...stated,
      ...architectureOf(known),
      instructionSets: known.instructionSets ?? stated.instructionSets,
    }
    return merged.bandwidthBytesPerSecond === undefined
      ? undefined
      : { ...merged, id: record.id, name: record.name, memoryBytes: 0 }
  }
}

/** @param {any} known */
const architectureOf = ({ architecture }) => (architecture === undefined ? {} : { architecture })

const deviceFields = [
  'kind',
  'vendor',
  'architecture',
  'bandwidthBytesPerSecond',
  'fp16FlopsPerSecond',
  'physicalCores',
  'instructionSets',
]

async function deviceDatabase() {
  const { DeviceDatabase } = /** @type {any} */ (
    (
      await runnerImport(`${root}src/facts/devices/device-database.ts`, {
        root,
        logLevel: 'silent',
      })
    ).module
  )
  const files = readdirSync(`${root}data/devices`).filter((file) => file !== 'sources.json')
  return new DeviceDatabase({
    devices: files.flatMap((file) => readJson(`data/devices/${file}`).devices),
  })
}

/** Engines and set-ups that a prediction for llama.cpp on one machine does not speak of. */
const leftOut = /RPC|experts on CPU|MTP|before PR|scalar|coopmat2|Metal4/

/** @param {(name: string) => any} find @returns {any[]} */
export function readCases(find) {
  const data = readJson('data/speed/measurements.json')
  const shapes = readJson('data/speed/shapes.json')
  const cases = []
  for (const row of data.rows) {
    const [
      device,
      count,
      model,
      shape,
      quantization,
      test,
      rate,
      source,
      engine,
      backend,
      flash,
      batch,
      submissions,
      threads,
      fileBytes,
    ] = row
    const written = {
      device: data.devices[device],
      model: data.models[model],
      shape: data.shapes[shape],
      quantization: data.quantizations[quantization],
      test: data.tests[test],
      engine: data.engines[engine] ?? '',
      backend: data.backends[backend] ?? '',
    }
    const found = find(written.device)
    const form = shapes[written.shape]
    if (
      found === undefined ||
      form === undefined ||
      leftOut.test(written.backend) ||
      leftOut.test(written.engine)
    )
      continue
    if (threads != null && threads < 8) continue
    const work = workOfShape(form, written.quantization, fileBytes ?? undefined, written.shape)
    const runs = runsOf(written.test)
    if (work === undefined || runs === undefined) continue
    cases.push({
      ...written,
      found,
      count,
      work,
      runs,
      rate,
      source,
      kind: written.test.startsWith('tg') ? 'decode' : 'prefill',
      flashAttention: flash === 1,
      physicalBatch: batch ?? 512,
      submissions: submissions ?? 1,
      variants: variantsOf(written, source, found.vendor === 'amd' && found.kind !== 'cpu'),
    })
  }
  return cases
}

/** Engines and backends with efficiencies of their own. @param {{ engine: string, backend: string }} written @param {string} source @param {boolean} isRadeon */
function variantsOf({ engine, backend }, source, isRadeon) {
  // Nearly all that is known of processors comes from LocalScore: nothing to tell it apart from.
  const found = []
  if (/ik_llama/.test(engine)) found.push('ik')
  else if (source === 'ls' && isRadeon) found.push('localscore')
  else if (/ollama/.test(engine)) found.push('ollama')
  if (/amdvlk/.test(backend)) found.push('amdvlk')
  else if (/vulkan/i.test(backend)) found.push('vulkan')
  if (/rocm/i.test(backend)) found.push('rocm')
  return found
}

/** What a test ran: tokens and cached positions. @param {string} test @returns {{ tokens: number, depth: number }[] | undefined} */
function runsOf(test) {
  if (test === 'tg-avg')
    return localScorePairs.map(([prompt = 0, answer = 0]) => ({
      tokens: answer,
      depth: prompt + answer / 2,
    }))
  if (test === 'pp-avg')
    return localScorePairs.map(([prompt = 0]) => ({ tokens: prompt, depth: 0 }))
  if (test === 'tg-ollama') return [{ tokens: 256, depth: 256 }]
  if (test === 'tgshort') return [{ tokens: 64, depth: 64 }]
  const parts = /^(tg|pp)(\d+)(?:@d(\d+))?$/.exec(test)
  if (parts === null) return undefined
  const tokens = Number(parts[2])
  const depth = Number(parts[3] ?? 0)
  return [{ tokens, depth: parts[1] === 'tg' ? depth + tokens / 2 : depth }]
}
