import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createContext } from '../src/operations/context.ts'
import { ask } from '../src/operations/pure/ask.ts'
import type { OperationContext } from '../src/operations/pure/context.ts'
import { runOperation } from '../src/operations/run-operation.ts'

/** What a question must be read as; nothing is said of wording. */
interface Expected {
  readonly q: string
  readonly lang: string
  readonly kind: string | readonly string[]
  readonly requirements?: Readonly<Record<string, unknown>>
  readonly between?: Readonly<Record<string, readonly [number, number]>>
  readonly models?: readonly string[]
  readonly modelsAny?: readonly string[]
  readonly devices?: readonly Readonly<Record<string, unknown>>[]
  readonly devicesLike?: string
  readonly anyDevice?: boolean
  readonly systemMemoryBytes?: number
  readonly exclude?: readonly string[]
  readonly only?: { readonly has: readonly string[]; readonly not: readonly string[] }
  readonly facts?: readonly {
    readonly model?: string
    readonly field: string
    readonly value?: unknown
    readonly about?: number
  }[]
  readonly verdict?: string
  readonly notUnderstood?: string
}
type Answer = z.output<typeof ask.output>

function read(name: string): Expected[] {
  return readFileSync(new URL(`questions/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Every part of `wanted` is in `got`; of lists, every element. */
function holds(got: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(got) && wanted.every((one) => got.some((two) => holds(two, one)))
  if (typeof wanted === 'object' && wanted !== null)
    return (
      typeof got === 'object' &&
      got !== null &&
      Object.entries(wanted).every(([key, value]) =>
        holds(new Map(Object.entries(got)).get(key), value),
      )
    )
  return got === wanted
}

/** Short names of devices stand for any of their variants. */
function isDevice(got: object, wanted: Readonly<Record<string, unknown>>): boolean {
  const { device, ...rest } = wanted
  const has = 'device' in got ? String(got.device) : ''
  return (device === undefined || has.startsWith(String(device))) && holds(got, rest)
}

function wrongFacts({ answer }: Answer, wanted: Expected['facts'] = []): string[] {
  const facts = answer?.facts ?? []
  return wanted
    .filter(
      ({ model, field, value, about }) =>
        !facts.some((fact) => {
          const number =
            typeof fact.value === 'number'
              ? fact.value
              : Number(JSON.parse(JSON.stringify(fact.value))?.contextLength)
          return (
            (model === undefined || fact.model === model) &&
            fact.field === field &&
            (value === undefined || holds(fact.value, value)) &&
            (about === undefined || Math.abs(number / about - 1) < 0.01) &&
            fact.source !== ''
          )
        }),
    )
    .map((fact) => `no fact ${JSON.stringify(fact)}`)
}

function wrongDevices(answer: Answer, expected: Expected): string[] {
  const { devices = [], systemMemoryBytes } = answer
  const wrong: string[] = []
  for (const device of expected.devices ?? [])
    if (!devices.some((one) => isDevice(one, device)))
      wrong.push(`devices ${JSON.stringify(devices)}`)
  if (expected.anyDevice === true && devices.length === 0) wrong.push('no devices')
  const like = expected.devicesLike
  if (
    like !== undefined &&
    !JSON.stringify(devices).toLowerCase().replaceAll(' ', '-').includes(like)
  )
    wrong.push(`devices ${JSON.stringify(devices)}`)
  if (expected.systemMemoryBytes !== undefined && expected.systemMemoryBytes !== systemMemoryBytes)
    wrong.push(`systemMemoryBytes ${systemMemoryBytes}`)
  return wrong
}

function wrongNeeds({ requirements = {}, result }: Answer, expected: Expected): string[] {
  const fields = new Map<string, unknown>(Object.entries(requirements))
  const wrong: string[] = []
  for (const [field, value] of Object.entries(expected.requirements ?? {}))
    if (!holds(fields.get(field), value))
      wrong.push(`${field} ${JSON.stringify(fields.get(field))}`)
  for (const [field, [low, high]] of Object.entries(expected.between ?? {})) {
    const value = Number(fields.get(field))
    if (!(value >= low && value <= high)) wrong.push(`${field} ${value}`)
  }
  for (const id of expected.exclude ?? [])
    if (requirements.exclude?.includes(id) !== true) wrong.push(`exclude ${requirements.exclude}`)
  const { has = [], not = [] } = expected.only ?? {}
  for (const id of has) if (requirements.only?.includes(id) !== true) wrong.push(`only lacks ${id}`)
  for (const id of not) if (requirements.only?.includes(id) !== false) wrong.push(`only has ${id}`)
  if (expected.verdict !== undefined && !holds(result, { verdict: expected.verdict }))
    wrong.push(`verdict ${JSON.stringify(result).slice(0, 200)}`)
  return wrong
}

/** What of an answer is not as expected. */
function wrongIn(answer: Answer, expected: Expected): string[] {
  const kinds = [expected.kind].flat()
  return [
    ...(kinds.includes(answer.kind) ? [] : [`kind ${answer.kind}`]),
    ...(answer.language === expected.lang ? [] : [`language ${answer.language}`]),
    ...wrongNeeds(answer, expected),
    ...wrongDevices(answer, expected),
    ...(expected.models ?? [])
      .filter((id) => !answer.models.includes(id))
      .map((id) => `models lack ${id}`),
    ...(expected.modelsAny === undefined ||
    expected.modelsAny.some((id) => answer.models.includes(id))
      ? []
      : ['models have none of those']),
    ...wrongFacts(answer, expected.facts),
    ...(expected.notUnderstood === undefined ||
    answer.notUnderstood.includes(expected.notUnderstood)
      ? []
      : [`notUnderstood ${answer.notUnderstood}`]),
  ]
}

let surroundings: OperationContext
beforeAll(async () => {
  const context = await createContext({ locale: 'en' })
  const machine = await context.thisMachine()
  surroundings = { ...context, thisMachine: async () => machine }
}, 20_000)

/** Where a question has no character that tells the script, the reader's language decides. */
const contextOf = ({ lang }: Expected): OperationContext => ({
  ...surroundings,
  locale: lang === 'zh-CN' ? 'zh-CN' : lang === 'zh-TW' ? 'zh-TW' : 'en',
})

describe.each(['brief', 'held-out-1', 'held-out-2', 'held-out-3', 'held-out-4', 'held-out-5'])(
  'questions of %s',
  (name) => {
    it.each(read(name).map((expected) => [expected.q, expected] as const))(
      '%s',
      async (q, expected) => {
        const answer = await runOperation(ask, { question: q }, contextOf(expected))
        expect(wrongIn(answer, expected).join('; ')).toBe('')
        expect(ask.output.safeParse(JSON.parse(JSON.stringify(answer)))).toMatchObject({
          success: true,
        })
      },
    )
  },
)
