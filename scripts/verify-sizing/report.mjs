const mebibyte = 2 ** 20
/** Alignment of what the engine allocates, and its lists of tensors: too small to be a difference. */
const nothing = 8192

/** @param {readonly any[]} cells @param {string} engine */
export function report(cells, engine) {
  const refused = cells.filter((cell) => cell.refused !== undefined)
  const asked = cells.filter((cell) => cell.refused === undefined)
  const whole = asked.filter((cell) => !cell.weightsOnly).map(judged)
  const lines = [
    `llama.cpp ${engine}: ${asked.length} cells of ${new Set(asked.map(({ family }) => family)).size} families, ${refused.length} refused by the engine`,
    '',
    '| family | cells | weights exact | caches and buffer exact | compute within max(5 %, 16 MiB) | total within 1 % | within 3 % | worst total |',
    '|---|---|---|---|---|---|---|---|',
  ]
  const families = [...new Set(asked.map(({ family }) => family))].sort()
  for (const family of families)
    lines.push(
      row(
        family,
        asked.filter((cell) => cell.family === family),
      ),
    )
  lines.push(row('**all**', asked), '', 'Worst ten:')
  const worst = whole.toSorted((a, b) => Math.abs(b.off) - Math.abs(a.off)).slice(0, 10)
  for (const cell of worst) lines.push(`- ${describe(cell)}`)
  if (refused.length > 0) {
    lines.push('', 'Refused:')
    /** @type {Map<string, number>} */
    const names = new Map()
    for (const { family, refused: why } of refused) {
      const name = `${family}: ${why.slice(0, 90)}`
      names.set(name, (names.get(name) ?? 0) + 1)
    }
    for (const [name, count] of names) lines.push(`- ${name} (${count})`)
  }
  return `${lines.join('\n')}\n`
}

/** @param {any} cell */
function judged(cell) {
  const computeOff = cell.cache + cell.compute - cell.engineContext
  const total = cell.engineWeights + cell.engineContext
  const weightsOff = cell.weights - cell.engineWeights
  const engineCompute = cell.engineContext - cell.cache
  return {
    ...cell,
    weightsOff,
    computeOff,
    isComputeNear: Math.abs(computeOff) <= Math.max(0.05 * engineCompute, 16 * mebibyte),
    off: (weightsOff + computeOff) / total,
  }
}

/** @param {string} name @param {readonly any[]} cells */
function row(name, cells) {
  const whole = cells.filter((cell) => !cell.weightsOnly).map(judged)
  const share = (/** @type {readonly any[]} */ of, /** @type {(cell: any) => boolean} */ is) =>
    of.length === 0 ? '–' : `${((100 * of.filter(is).length) / of.length).toFixed(1)} %`
  const worst = Math.max(0, ...whole.map(({ off }) => Math.abs(off)))
  return `| ${name} | ${cells.length} | ${share(cells, (cell) => Math.abs(cell.weights - cell.engineWeights) <= nothing)} | ${share(whole, (cell) => Math.abs(cell.computeOff) <= nothing)} | ${share(whole, (cell) => cell.isComputeNear)} | ${share(whole, (cell) => Math.abs(cell.off) <= 0.01)} | ${share(whole, (cell) => Math.abs(cell.off) <= 0.03)} | ${(100 * worst).toFixed(2)} % |`
}

/** @param {any} cell */
function describe(cell) {
  const part =
    Math.abs(cell.weightsOff) > Math.abs(cell.computeOff) ? 'weights' : 'caches and buffer'
  const bytes = part === 'weights' ? cell.weightsOff : cell.computeOff
  return `${cell.id} ${cell.quantization}, ${cell.sequences} x ${cell.context}${cell.flashAttention ? '' : ', no flash attention'}: ${(100 * cell.off).toFixed(2)} % (${part}: ${(bytes / mebibyte).toFixed(1)} MiB)`
}
