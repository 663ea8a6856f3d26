import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type QualitySubject, qualityOf } from './quality-of.ts'
import { qualityTableSchema } from './quality-table.ts'
import { quantizationLoss } from './quantization-loss.ts'

const table = qualityTableSchema.parse(JSON.parse(readFileSync('data/quality/table.json', 'utf8')))

const smol: QualitySubject = {
  id: 'smollm2-135m',
  totalParams: 134_515_008,
  releaseDate: '2024-11-01',
}
const qwen: QualitySubject = {
  id: 'qwen3-8b',
  totalParams: 8_190_735_360,
  releaseDate: '2025-04-29',
  reasoning: { kind: 'template-variable', default: 'on' },
}
const deepseek: QualitySubject = {
  id: 'deepseek-r1',
  totalParams: 671_026_419_200,
  activeParams: 37e9,
  releaseDate: '2025-01-20',
  reasoning: { kind: 'always' },
}

function scoreOf(subject: QualitySubject, task = 'general', quantization = 'BF16') {
  const quality = qualityOf(subject, task, quantization, table)
  if (quality === undefined) throw new Error(`nothing known of ${subject.id}`)
  return quality
}

describe('quality', () => {
  it('puts SmolLM2-135M ten points below Qwen3-8B and that five below DeepSeek-R1, intervals apart at the ends', () => {
    const [low, middle, high] = [scoreOf(smol), scoreOf(qwen), scoreOf(deepseek)]
    expect(middle.score - low.score).toBeGreaterThan(10)
    expect(high.score - middle.score).toBeGreaterThan(5)
    expect(low.high).toBeLessThan(middle.low)
    expect(low.basis).toBe('predicted')
    expect(high.basis).toBe('measured')
  })

  it('puts the newer of two unknown 8B models, two years apart, 10 to 20 points above', () => {
    const older = scoreOf({ id: 'x', totalParams: 8e9, releaseDate: '2023-09-01' })
    const newer = scoreOf({ id: 'y', totalParams: 8e9, releaseDate: '2025-09-01' })
    expect(newer.score - older.score).toBeGreaterThan(10)
    expect(newer.score - older.score).toBeLessThan(20)
  })

  it('keeps every generation above the one before at the same size: Llama 2, 3 and 3.1 70B, Gemma 1 to 3', () => {
    const ranked = (ids: string[]) => ids.map((id) => scoreOf({ id }).score)
    for (const scores of [
      ranked(['llama-2-70b', 'llama-3-70b', 'llama-3.1-70b']),
      ranked(['gemma-7b', 'gemma-2-9b', 'gemma-3-12b']),
    ])
      expect(scores).toEqual([...scores].sort((a, b) => a - b))
  })

  it('shows at most three tests per task, each with its source, and never calls one test alone measured', () => {
    const quality = scoreOf(deepseek, 'maths')
    expect(quality.evidence.length).toBeGreaterThan(0)
    expect(quality.evidence.length).toBeLessThanOrEqual(3)
    expect(quality.evidence.every((one) => one.source.length > 0 && one.benchmark.length > 0)).toBe(
      true,
    )
    for (const [id, modes] of Object.entries(table.models))
      for (const entity of Object.values(modes))
        for (const [task, [, , count]] of Object.entries(entity?.tasks ?? {}))
          if (count === 1)
            expect(
              scoreOf({ id }, task).basis === 'measured' && Object.keys(modes).length === 1,
            ).toBe(false)
  })

  it('gives thinking its due in reasoning: Qwen3-8B gains with it on, and less in writing', () => {
    const on = qualityOf(qwen, 'reasoning', 'BF16', table, 'on')
    const off = qualityOf(qwen, 'reasoning', 'BF16', table, 'off')
    expect((on?.score ?? 0) - (off?.score ?? 0)).toBeGreaterThan(2)
  })

  it('says whose score stands in for retrieval and vision, and widens it', () => {
    const rag = scoreOf(qwen, 'rag')
    const general = scoreOf(qwen)
    expect(rag.standsInFor).toBe('general')
    expect(rag.high - rag.low).toBeGreaterThan(general.high - general.low + 2)
  })

  it('knows nothing of a model without tests, size and date, of an unknown task and of an unknown type', () => {
    expect(qualityOf({ id: 'nobody' }, 'general', 'Q4_K_M', table)).toBeUndefined()
    expect(
      qualityOf({ id: 'nobody', totalParams: 8e9 }, 'general', 'Q4_K_M', table),
    ).toBeUndefined()
    expect(qualityOf(qwen, 'cooking', 'Q4_K_M', table)).toBeUndefined()
    expect(qualityOf(qwen, 'general', 'Q9_Z', table)).toBeUndefined()
  })
})

describe('loss by quantization', () => {
  const pointsAt = (label: string, params = 8e9) =>
    quantizationLoss(label, params, undefined, table)?.points ?? Number.NaN

  it('grows as bits fall: Q8_0 0.1 points, Q4_K_M about 1, Q2_K about 5, IQ1_S above 20 at 8B', () => {
    const labels = [
      'F16',
      'Q8_0',
      'Q6_K',
      'Q5_K_M',
      'Q4_K_M',
      'Q3_K_M',
      'IQ3_XXS',
      'IQ2_M',
      'IQ2_XXS',
      'IQ1_M',
      'IQ1_S',
    ]
    const points = labels.map((label) => pointsAt(label))
    expect(points).toEqual([...points].sort((a, b) => a - b))
    expect(pointsAt('F16')).toBe(0)
    expect(pointsAt('Q8_0')).toBeLessThan(0.15)
    expect(pointsAt('Q4_K_M')).toBeGreaterThan(0.5)
    expect(pointsAt('Q4_K_M')).toBeLessThan(1.5)
    expect(pointsAt('Q2_K')).toBeGreaterThan(4)
    expect(pointsAt('IQ1_S')).toBeGreaterThan(20)
  })

  it('is larger for small models and nothing for the type a maker publishes', () => {
    expect(pointsAt('Q4_K_M', 5e8)).toBeGreaterThan(1.4 * pointsAt('Q4_K_M', 8e9))
    expect(pointsAt('Q4_K_M', 7e10)).toBeLessThan(0.75 * pointsAt('Q4_K_M', 8e9))
    expect(quantizationLoss('MXFP4', 2e10, 'mxfp4', table)?.points).toBe(0)
  })

  it('reads dynamic mixes as the type they are named by', () => {
    expect(pointsAt('UD-Q4_K_XL')).toBe(pointsAt('Q4_K_M'))
    expect(pointsAt('UD-Q2_K_XL')).toBe(pointsAt('Q2_K'))
    expect(pointsAt('UD-Q8_K_XL')).toBe(pointsAt('Q8_0'))
  })
})
