// Rows of data/measured/kv-caches.json as settings of the program, and what it gives beside what was logged.

/** @typedef {import('../src/facts/architecture.ts').Architecture} Architecture */
/** @typedef {import('../src/sizing/size-model.ts').Size} Size */
/**
 * @typedef {{
 *   model: string, as: string, engine: string, contextLength?: number, keyType?: string, valueType?: string,
 *   physicalBatch?: number, sequences?: number, unifiedCache?: boolean, flashAttention?: boolean, draftTokens?: number,
 *   contextPerSequence?: true, cachesHeads?: true, fullWindows?: true, earlierBuild?: string, unknownShape?: string,
 *   cacheMib?: number, computeMib?: Record<string, number>, lacksForCompute?: string, proof?: string, remark?: string,
 *   parts?: { kind: 'full' | 'swa' | 'recurrent', mib: number }[],
 * }} Row
 * @typedef {{ row: Row, size: Size } | { row: Row, reason: string }} Case
 * @typedef {{ row: Row, off: number, detail: string, reason?: string }} Judged
 */

const mebibyte = 2 ** 20

/**
 * Rows with the short names that logs were collected under (`k`, `ctx`, `tk`, `ub` …), in the project's form.
 * @param {readonly any[]} rows @returns {Row[]}
 */
export function readRows(rows) {
  return rows.map((row) => {
    if (row.k === undefined) return row
    const { k, m, eng, ctx, tk, tv, ub, nseq, unified, fa, kv, comp, parts, latent } = row
    return {
      model: k,
      as: m,
      engine: eng,
      contextLength: ctx,
      keyType: tk,
      valueType: tv,
      physicalBatch: ub,
      sequences: nseq,
      unifiedCache: unified,
      flashAttention: fa === undefined ? undefined : Boolean(fa),
      cacheMib: kv,
      computeMib: comp,
      parts,
      latent,
    }
  })
}

/**
 * @param {readonly Row[]} rows
 * @param {{ shapeOf: (model: string) => Architecture | undefined, sizeModel: (request: import('../src/sizing/size-model.ts').SizeRequest) => Size }} program
 * @returns {Case[]}
 */
export function casesOf(rows, { shapeOf, sizeModel }) {
  return rows.map((row) => {
    const shape = shapeOf(row.model)
    if (row.unknownShape !== undefined) return { row, reason: row.unknownShape }
    if (shape === undefined) return { row, reason: `no shape for ${row.model}` }
    try {
      return { row, size: sizeModel(requestOf(row, shape)) }
    } catch (error) {
      return { row, reason: `settings that the engine refuses: ${error}` }
    }
  })
}

/** @param {Row} row @param {Architecture} shape */
function requestOf(row, shape) {
  const { keyType = 'f16', valueType = keyType, sequences = 1 } = row
  // Recurrent state does not depend on the context, so that any will do where none is stated.
  const contextLength = (row.contextLength ?? 4096) * (row.contextPerSequence ? sequences : 1)
  return {
    architecture: asBuilt(shape, row),
    quantization: 'Q8_0',
    contextLength,
    parallel: sequences,
    unifiedCache: row.unifiedCache,
    kvCacheType: { keys: keyType, values: valueType },
    batch: { logical: 4096, physical: row.physicalBatch ?? 512 },
    flashAttention: row.flashAttention ?? true,
    draftTokens: row.draftTokens,
  }
}

/** The shape as an earlier build cached it. @param {Architecture} shape @param {Row} row @returns {Architecture} */
function asBuilt(shape, { cachesHeads, fullWindows }) {
  if (!cachesHeads && !fullWindows) return shape
  return {
    ...shape,
    layers: shape.layers.map((layer) => {
      const { attention } = layer
      if (attention === undefined) return layer
      if (cachesHeads && attention.latent !== undefined)
        return {
          ...layer,
          attention: {
            ...attention,
            headCountKv: attention.headCount,
            latent: { ...attention.latent, cachedAsHeads: /** @type {const} */ (true) },
          },
        }
      return fullWindows ? { ...layer, attention: { ...attention, kind: 'full' } } : layer
    }),
  }
}

/**
 * Caches and state together, or the parts that the excerpt lists.
 * @param {readonly Case[]} cases @returns {Judged[]}
 */
export function judgeCaches(cases) {
  return cases.map((one) => {
    const { row } = one
    if ('reason' in one) return { row, off: Number.NaN, detail: '', reason: one.reason }
    const { kvCache } = one.size
    const ofKind = {
      full: kvCache.fullAttentionBytes,
      swa: kvCache.slidingWindowBytes,
      recurrent: kvCache.recurrentBytes,
    }
    const parts = row.parts ?? []
    const logged =
      parts.length > 0 ? parts.reduce((sum, { mib }) => sum + mib, 0) : (row.cacheMib ?? Number.NaN)
    const ours =
      (parts.length > 0 ? parts.reduce((sum, { kind }) => sum + ofKind[kind], 0) : kvCache.bytes) /
      mebibyte
    // Logs print two decimals: 0.005 MiB of each part is rounding.
    const rounding = 0.005 * Math.max(1, parts.length)
    const off = Math.abs(ours - logged) <= rounding ? 0 : ours / logged - 1
    return { row, off, detail: `${ours.toFixed(2)} for ${logged} MiB` }
  })
}

/** Buffers in main memory that only carry inputs to a device. */
const hostBuffer = /_Host$/

/**
 * The largest buffer of a device; CPU's where there is no device.
 * @param {readonly Case[]} cases @returns {Judged[]}
 */
export function judgeCompute(cases) {
  return cases.flatMap((one) => {
    const { row } = one
    const buffers = Object.entries(row.computeMib ?? {}).filter(([name]) => !hostBuffer.test(name))
    if (buffers.length === 0) return []
    const devices = buffers.filter(([name]) => name !== 'CPU')
    const logged = Math.max(...(devices.length > 0 ? devices : buffers).map(([, mib]) => mib))
    if ('reason' in one) return [{ row, off: Number.NaN, detail: '', reason: one.reason }]
    const ours = one.size.compute.bytes / mebibyte
    const reason =
      row.lacksForCompute ??
      row.earlierBuild ??
      (row.cachesHeads ? 'a build from before latent attention: another graph' : undefined)
    return [
      {
        row,
        off: ours / logged - 1,
        detail: `${ours.toFixed(1)} for ${logged} MiB`,
        ...(reason === undefined ? {} : { reason }),
      },
    ]
  })
}
