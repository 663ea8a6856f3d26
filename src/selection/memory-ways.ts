import { GiB } from '../base/bytes.ts'
import type { Machine } from '../facts/device.ts'
import type { Change } from './gates.ts'
import type { FullRequirements } from './requirements.ts'

/** Whether a model would be offered for these needs on this machine. */
export type Admits = (needs: FullRequirements, machine: Machine) => boolean

/** Contexts shorter than this hold no conversation. Judgement. */
const shortestContext = 1024

/** The step in which context lengths are sought: the engine pads to it (src/llama-context.cpp). */
const contextStep = 256

/** Cards of one kind that one machine can hold. */
const devicesMax = 16

/** Sizes of RAM that machines are sold with. */
const memorySizes = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]

/**
 * Each single change that makes room for a model: a shorter context, fewer conversations, more cards of the kind that is
 * there, more RAM. Each is the smallest of its kind, found by trying.
 */
export function memoryWays(needs: FullRequirements, machine: Machine, admits: Admits): Change[] {
  return [
    ...shorterContext(needs, machine, admits),
    ...fewerConversations(needs, machine, admits),
    ...moreDevices(needs, machine, admits),
    ...moreMemory(needs, machine, admits),
  ]
}

/** The largest number from `low` to `high` for which a condition holds that, once false, stays false; undefined where it holds for none. */
function largest(low: number, high: number, holds: (value: number) => boolean): number | undefined {
  if (high < low || !holds(low)) return undefined
  let [good, bad] = [low, high + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (holds(middle)) good = middle
    else bad = middle
  }
  return good
}

function shorterContext(needs: FullRequirements, machine: Machine, admits: Admits): Change[] {
  const from = needs.contextPerUser
  const steps = largest(shortestContext / contextStep, Math.ceil(from / contextStep) - 1, (count) =>
    admits({ ...needs, contextPerUser: count * contextStep }, machine),
  )
  return steps === undefined ? [] : [{ field: 'contextPerUser', from, to: steps * contextStep }]
}

function fewerConversations(needs: FullRequirements, machine: Machine, admits: Admits): Change[] {
  const from = needs.parallel
  const to = largest(1, from - 1, (parallel) => admits({ ...needs, parallel }, machine))
  return to === undefined ? [] : [{ field: 'parallel', from, to }]
}

function moreDevices(needs: FullRequirements, machine: Machine, admits: Admits): Change[] {
  const group = machine.devices.find(({ device }) => device.kind === 'gpu')
  if (group === undefined) return []
  for (let count = group.count + 1; count <= devicesMax; count += 1) {
    const devices = machine.devices.map((one) => (one === group ? { ...group, count } : one))
    if (admits(needs, { ...machine, devices }))
      return [{ field: `devices.${group.device.id}.count`, from: group.count, to: count }]
  }
  return []
}

/** Only where RAM is a place of its own and its size is known; what is free now grows with it. */
function moreMemory(needs: FullRequirements, machine: Machine, admits: Admits): Change[] {
  const { systemMemoryBytes: from, freeSystemMemoryBytes: free } = machine
  if (from === undefined || machine.devices.some(({ device }) => device.kind === 'unified'))
    return []
  const to = memorySizes
    .map((size) => size * GiB)
    .find(
      (bytes) =>
        bytes > from &&
        admits(needs, {
          ...machine,
          systemMemoryBytes: bytes,
          ...(free === undefined ? {} : { freeSystemMemoryBytes: free + bytes - from }),
        }),
    )
  return to === undefined ? [] : [{ field: 'systemMemoryBytes', from, to }]
}
