import { describe, expect, it } from 'vitest'
import { createContext } from '../src/operations/context.ts'
import { explain } from '../src/operations/pure/explain.ts'
import { recommend } from '../src/operations/pure/recommend.ts'
import type { Requirements } from '../src/selection/requirements.ts'

const context = await createContext({ locale: 'en' })
const why = async (model: string, devices: string, requirements: Requirements = {}) =>
  explain.run({ model, devices, requirements }, context)
const chosen = async (devices: string, requirements: Requirements) =>
  (await recommend.run({ devices, requirements }, context)).shortlist.map(({ model }) => model)

describe('why a model', () => {
  it('gives the first choice and the last of a shortlist the rank that recommend gives them', async () => {
    const shortlist = await chosen('rtx-4090,ram=64gb', {})
    const [first, last] = [shortlist.at(0) ?? '', shortlist.at(-1) ?? '']
    expect(await why(first, 'rtx-4090,ram=64gb')).toMatchObject({ standing: 'first', rank: 1 })
    expect(await why(last, 'rtx-4090,ram=64gb')).toMatchObject({
      standing: 'shortlisted',
      rank: shortlist.length,
    })
  })

  it('names at most three before an outranked one, each ranked higher and ahead on something', async () => {
    const answer = await why('qwen3-8b', 'rtx-4090')
    expect(answer.standing).toBe('outranked')
    expect(answer.rivals.length).toBe(3)
    for (const { probability, better } of answer.rivals) {
      expect(probability).toBeGreaterThanOrEqual(0.5)
      expect(better.length).toBeGreaterThan(0)
    }
  })

  it('gives ranks under other preferences that recommend gives too', async () => {
    const { preferences } = await why('qwen3-8b', 'rtx-4090')
    expect(preferences.length).toBeGreaterThan(0)
    for (const { prefer, rank } of preferences)
      expect((await why('qwen3-8b', 'rtx-4090', { prefer })).rank).toBe(rank)
  })
})

describe('why not', () => {
  it('says of Llama 3.1 8B for Traditional Chinese in commerce that its language is in the way, nothing else', async () => {
    const answer = await why('llama-3.1-8b', 'rtx-4060', {
      languages: ['zh-TW'],
      licenceUse: { commercial: true },
    })
    expect(answer.standing).toBe('refused')
    expect(answer.obstacles.map(({ binding }) => binding)).toEqual(['language'])
    expect(explain.exitCode?.(answer)).toBe(1)
  })

  it('finds the 700 million users of the Llama licence by search', async () => {
    const answer = await why('llama-3.1-8b', 'rtx-4060', {
      licenceUse: { commercial: true, monthlyActiveUsers: 2e9 },
    })
    expect(answer.obstacles).toMatchObject([
      {
        binding: 'licence',
        ways: [{ field: 'licenceUse.monthlyActiveUsers', from: 2e9, to: 7e8 }],
      },
    ])
  })

  it('lets the model in by each way that it names for memory, and by nothing less', async () => {
    const model = 'llama-3.3-70b'
    const machine = 'rtx-3060-12gb,ram=16gb'
    const needs = { contextPerUser: 32_768, parallel: 2 }
    const answer = await why(model, machine, needs)
    expect(answer.obstacles.map(({ binding }) => binding)).toEqual(['memory'])
    const ways = new Map(answer.obstacles[0]?.ways.map(({ field, to }) => [field, Number(to)]))
    const cards = ways.get('devices.rtx-3060-12gb.count') ?? Number.NaN
    expect(await chosen(`${cards}x rtx-3060-12gb,ram=16gb`, { ...needs, only: [model] })).toEqual([
      model,
    ])
    expect(
      await chosen(`${cards - 1}x rtx-3060-12gb,ram=16gb`, { ...needs, only: [model] }),
    ).toEqual([])
    const ram = (ways.get('systemMemoryBytes') ?? Number.NaN) / 2 ** 30
    expect(await chosen(`rtx-3060-12gb,ram=${ram}gb`, { ...needs, only: [model] })).toEqual([model])
    const context = ways.get('contextPerUser')
    if (context !== undefined)
      expect(await chosen(machine, { ...needs, contextPerUser: context, only: [model] })).toEqual([
        model,
      ])
  })

  it('names every obstacle of a model that has two, and lets it in when one way of each is taken', async () => {
    const answer = await why('command-r-plus', 'rtx-4090,ram=8gb', {
      licenceUse: { commercial: true },
      contextPerUser: 65_536,
    })
    expect(answer.obstacles.map(({ binding }) => binding)).toEqual(['licence', 'memory'])
    const memory = answer.obstacles[1]?.ways.find(({ field }) => field === 'systemMemoryBytes')
    const ram = Number(memory?.to) / 2 ** 30
    expect(
      await chosen(`rtx-4090,ram=${ram}gb`, {
        licenceUse: { commercial: false },
        contextPerUser: 65_536,
        only: ['command-r-plus'],
      }),
    ).toEqual(['command-r-plus'])
  })

  it('says of a model without weights that there is nothing to run', async () => {
    const answer = await why('claude-2', 'rtx-4090')
    expect(answer.obstacles).toMatchObject([{ binding: 'engine', ways: [] }])
  })
})
