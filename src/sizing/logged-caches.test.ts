import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { casesOf, judgeCaches, judgeCompute } from '../../bench/kv-rows.mjs'
import { publishedShape } from '../../test/support/published-shapes.ts'
import { sizeModel } from './size-model.ts'

const { keys, rows } = JSON.parse(
  readFileSync(new URL('../../data/measured/kv-caches.json', import.meta.url), 'utf8'),
)

function shapeOf(model: string) {
  try {
    return publishedShape(keys[model] ?? model)
  } catch {
    return undefined
  }
}

const cases = casesOf(rows, { shapeOf, sizeModel }).filter(
  ({ row }) => row.engine === 'llama.cpp' || row.engine === 'ollama',
)

it('caches and states are those that llama.cpp and Ollama log', () => {
  const judged = judgeCaches(cases).filter(({ reason }) => reason === undefined)
  expect(judged.length).toBeGreaterThanOrEqual(45)
  expect(
    judged.filter(({ off }) => Math.abs(off) > 0.005).map(({ row, detail }) => [row.as, detail]),
  ).toEqual([])
})

it('four of five compute buffers whose settings are known are within 5 per cent of the logged ones', () => {
  const judged = judgeCompute(cases).filter(({ reason }) => reason === undefined)
  expect(judged.length).toBeGreaterThanOrEqual(25)
  const near = judged.filter(({ off }) => Math.abs(off) <= 0.05)
  // Measured: 25 of 30; the others are pipelines over several devices and a device with copies of its inputs.
  expect(near.length / judged.length).toBeGreaterThanOrEqual(0.8)
})
