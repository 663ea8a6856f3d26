import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWorld } from '../../../scripts/fit-quality-calibration.mjs'
import { kinOf as kinInFit, standalone, tasks } from '../../../scripts/fit-quality-cells.mjs'
import { linkedTests } from '../../../scripts/fit-quality-linked.mjs'
import { kinOf } from './kin-of.ts'
import { qualityOf } from './quality-of.ts'
import { qualityTableSchema } from './quality-table.ts'

const table = qualityTableSchema.parse(JSON.parse(readFileSync('data/quality/table.json', 'utf8')))
const { scores, cells, world } = readWorld()

describe('the shipped table', () => {
  it('is fitted on the cells that the scores give', () => {
    expect(table.fittedOn.cells).toBe(cells.length)
    expect(table.fittedOn.benchmarks).toBe(scores.benchmarks.length)
  })

  it('rates open models only', () => {
    for (const id of world.anchors) expect(table.models).not.toHaveProperty([id])
  })

  it('has points of makers and generations for every task that has a prior', () => {
    const length = Object.keys(table.priors).length
    for (const points of [...Object.values(table.makers), ...Object.values(table.generations)])
      expect(points).toHaveLength(length)
  })

  it('names kin as the fit does', () => {
    for (const id of world.ids) {
      const { maker, generation } = kinOf(id)
      expect([maker, generation]).toEqual(kinInFit(id))
    }
  })
})

describe('tests that hang together', () => {
  /** Tests 0 and 1 share no model; test 2 has four takers, which it shares with test 0. */
  const takers = [
    [0, 1, 2, 3, 4, 5, 6],
    [10, 11, 12, 13, 14, 15],
    [0, 1, 2, 3],
  ]
  const made = takers.flatMap((models, benchmark) => models.map((model) => ({ model, benchmark })))

  it('leave models unranked that were tested apart from the others, or with fewer than five of them', () => {
    expect([...linkedTests(made, [0, 0, 0])]).toEqual([0])
  })

  it('come together by one model that took both', () => {
    const joined = [...made, { model: 0, benchmark: 1 }]
    expect(new Set(linkedTests(joined, [0, 0, 0]))).toEqual(new Set([0, 1]))
  })

  it('rate hallucination and refusal of nobody who was not tested in them', () => {
    const tested = new Set(
      cells
        .filter((cell) => standalone.has(world.taskOf[cell.benchmark] ?? -1))
        .map((cell) => world.ids[cell.model]),
    )
    for (const index of standalone) {
      const task = tasks[index] ?? ''
      expect(table.priors[task]).toBeUndefined()
      for (const [id, modes] of Object.entries(table.models))
        if (!tested.has(id))
          for (const entity of Object.values(modes)) expect(entity?.tasks[task]).toBeUndefined()
      const untested = { id: 'nobody', totalParams: 8e9, releaseDate: '2025-09-01' }
      expect(qualityOf(untested, task, 'BF16', table)).toBeUndefined()
    }
  })
})
