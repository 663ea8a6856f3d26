import { expect, it } from 'vitest'
import type { Machine } from '../src/facts/device.ts'
import { createContext } from '../src/operations/context.ts'
import { resolveMachine } from '../src/operations/pure/machine-input.ts'
import { knowledgeOf } from '../src/operations/pure/suggestion.ts'
import { bestVariant } from '../src/selection/best-variant.ts'
import {
  type Candidate,
  cacheLadder,
  place,
  settingsFor,
  weigh,
} from '../src/selection/candidate.ts'
import { gradesOf } from '../src/selection/grades.ts'
import { byUtility } from '../src/selection/ranking.ts'
import { completeRequirements, type Requirements } from '../src/selection/requirements.ts'

const context = await createContext({ locale: 'en' })
const knowledge = knowledgeOf(context)

/** Every variant laid out and weighed, nothing left out and nothing in a clever order. */
function plainBest(
  entry: (typeof knowledge.entries)[number],
  given: Requirements,
  machine: Machine,
): Candidate | undefined {
  const { requirements: needs } = completeRequirements(given)
  const architecture = knowledge.architecture(entry)
  if (architecture === undefined) return undefined
  for (const kvCacheType of cacheLadder) {
    let best: Candidate | undefined
    for (const grade of gradesOf(entry, needs, knowledge.qualityTable)) {
      const settings = settingsFor(needs, kvCacheType)
      const layout = { architecture, quantization: grade.quantization, settings, machine }
      const placed = place(layout, knowledge)
      if (placed === undefined) continue
      const one = weigh(entry, grade, kvCacheType, placed, needs)
      const { minDecodeTokensPerSecond: least } = given
      const isTooSlow = least !== undefined && (one.decodeTokensPerSecond ?? 0) < least
      if (!isTooSlow && (best === undefined || byUtility(one, best) < 0)) best = one
    }
    if (best !== undefined) return best
  }
  return undefined
}

const machines = [
  'rtx-4090,ram=64gb',
  'cpu,ram=8gb',
  '2x rtx-3090,ram=128gb',
  'm3-max-64gb',
  '8x h200',
]
const questions: readonly Requirements[] = [
  {},
  { task: 'agent', contextPerUser: 100_000 },
  { task: 'code', prefer: 'speed', parallel: 4 },
  { prefer: 'memory', reasoning: 'off' },
  { prefer: 'price', minDecodeTokensPerSecond: 30 },
]

it.each(machines)(
  'leaves out only what cannot be best: on %s every tenth model gets the variant that weighing all of them gives',
  async (devices) => {
    const machine = await resolveMachine({ devices }, context)
    if (machine === undefined) throw new Error(devices)
    let found = 0
    for (const [index, given] of questions.entries())
      for (const entry of knowledge.entries.filter((_, at) => at % 10 === index)) {
        const architecture = knowledge.architecture(entry)
        if (architecture?.engineName === undefined) continue
        const { requirements } = completeRequirements(given)
        const outcome = bestVariant(entry, architecture, requirements, machine, knowledge)
        const quick = outcome.kind === 'candidate' ? outcome.candidate : undefined
        const plain = plainBest(entry, given, machine)
        expect({ ...quick, size: quick?.size.totalBytes }).toEqual({
          ...plain,
          size: plain?.size.totalBytes,
        })
        if (quick !== undefined) found += 1
      }
    expect(found).toBeGreaterThan(40)
  },
)
