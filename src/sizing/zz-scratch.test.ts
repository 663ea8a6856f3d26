import { readFileSync } from 'node:fs'
import { it } from 'vitest'
import { readArchitecture } from '../facts/config-json/read-config.ts'
import { sizeModel } from './size-model.ts'
import { weightsOf } from './weights.ts'

const configs = JSON.parse(readFileSync('/tmp/rows-as-configs.json', 'utf8'))
it('truth', () => {
  const G = 2 ** 30, M = 2 ** 20
  const truth: [string, string, number, number][] = [
    ['llama-3.1-8b', 'Q4_K_M', 8192, 5.84], ['llama-3.1-8b', 'Q4_K_M', 131072, 20.84], ['qwen3-8b', 'Q4_K_M', 131072, 22.98],
    ['gpt-oss-20b', 'MXFP4', 8192, 11.90], ['gpt-oss-20b', 'MXFP4', 131072, 14.68], ['deepseek-r1', 'Q4_K_M', 8192, 377.8], ['deepseek-r1', 'Q4_K_M', 131072, 386.0],
    ['gemma-3-27b', 'Q4_K_M', 8192, 17.26], ['gemma-3-27b', 'Q4_K_M', 131072, 26.64], ['falcon-h1-7b', 'Q4_K_M', 131072, 10.17],
    ['granite-4.0-h-small', 'Q4_K_M', 131072, 20.55], ['glm-4.5-air', 'Q4_K_M', 131072, 88.91],
  ]
  for (const [id, q, ctx, want] of truth) {
    const s = sizeModel({ architecture: readArchitecture(configs[id]), quantization: q, contextLength: ctx })
    const tot = s.totalBytes / G
    console.log(id, q, ctx, tot.toFixed(2), want, ((tot / want - 1) * 100).toFixed(2) + '%', 'kv', (s.kvCache.bytes / M).toFixed(1), 'comp', (s.compute.bytes / M).toFixed(1), 'file', (s.weights.fileBytes / 1e9).toFixed(3), 'loaded', (s.weights.loadedBytes / G).toFixed(3))
  }
})
it('sizes', () => {
  const rows = JSON.parse(readFileSync('/work/shared/data/sizes.measured.json', 'utf8')).rows
  const keyToId: Record<string, string> = { 'qwen3-4b': 'qwen3-4b', 'qwen3-30b-a3b': 'qwen3-30b-a3b', 'deepseek-v3/r1-671b': 'deepseek-v3', 'llama-3.1-8b': 'llama-3.1-8b', 'mistral-7b': 'mistral-7b-v0.1', 'smollm3-3b': 'smollm3-3b', 'falcon3-1b': 'falcon3-1b', 'gpt-oss-20b': 'gpt-oss-20b', 'qwen3-0.6b': 'qwen3-0.6b', 'gemma-3-4b': 'gemma-3-4b', 'gemma-3-270m': 'gemma-3-270m', 'llama-4-maverick': 'llama-4-maverick', 'qwen3-32b': 'qwen3-32b', 'gemma-2-9b': 'gemma-2-9b', 'llama-3-8b': 'llama-3-8b', 'qwen3-1.7b': 'qwen3-1.7b', 'lfm2-350m': 'lfm2-350m', 'lfm2-8b-a1b': 'lfm2-8b-a1b', 'gemma-3-1b': 'gemma-3-1b', 'granite-4.0-h-micro': 'granite-4.0-h-micro', 'granite-4.0-h-tiny': 'granite-4.0-h-tiny', 'granite-4.0-micro': 'granite-4.0-micro', 'smollm2-135m': 'smollm2-135m', 'glm-4.5/4.6-355b': 'glm-4.5' }
  const pubs = new Set(['bartowski', 'ggml-org', 'TheBloke', 'lmstudio-community', 'Qwen', 'mistralai', 'LiquidAI', 'gpt4all', 'docker', 'Menlo', 'janhq'])
  let ok = 0, n = 0
  const miss: string[] = []
  for (const r of rows) {
    const id = keyToId[r.k]
    if (!id || !pubs.has(r.pub)) continue
    let q = String(r.q)
    if (/UD|_L$|_XL|R4|R8|Q4_0_/.test(q) && !/Q3_K_L$/.test(q)) continue
    try {
      const w = weightsOf(readArchitecture(configs[id]), q, r.pub === 'bartowski')
      const v = r.kind === 'file' ? w.fileBytes : w.tensorBytes
      n++
      const good = v >= r.lo * 0.995 && v <= r.hi * 1.005
      if (good) ok++
      else miss.push(`${r.pub} ${r.m} ${q} ${r.kind} ${((v / ((r.lo + r.hi) / 2) - 1) * 100).toFixed(2)}%`)
    } catch (e) { }
  }
  console.log(ok, n, (ok / n).toFixed(3)); console.log(miss.join('\n'))
})
