import type { Architecture } from '../facts/architecture.ts'
import type { CatalogueEntry } from '../facts/catalogue/catalogue-entry.ts'
import type { Machine } from '../facts/device.ts'
import { largestContext } from '../sizing/largest-context.ts'
import { type Size, sizedFits, sizeModel } from '../sizing/size-model.ts'
import { ladderOf } from './candidate.ts'
import type { Change, Refusal } from './gates.ts'
import type { FullRequirements } from './requirements.ts'

/** A context shorter than this share of what was asked is no answer to the same need. Judgement. */
const shortestShare = 0.25

/** The quantization that a change is computed for: the smallest that keeps a model itself. */
const referenceQuantization = 'Q4_K_M'

/**
 * Why a model does not fit and the smallest change that lets it in: a shorter context at the smallest weighed
 * quantization, else one more of the same device, else the memory it takes at four bits.
 */
export function memoryRefusal(
  entry: CatalogueEntry,
  architecture: Architecture,
  needs: FullRequirements,
  machine: Machine,
): Refusal {
  const ladder = ladderOf(entry)
  const smallest = ladder.at(-1) ?? referenceQuantization
  const reference = ladder.length === 1 ? smallest : referenceQuantization
  const { parallel } = needs
  const request = { architecture, quantization: smallest, parallel, kvCacheType: 'q8_0' }
  const whole = needs.contextPerUser * parallel
  const context = largestContext({ ...request, machine }, whole)
  const perUser = context === undefined ? 0 : Math.floor(context / parallel)
  const isShorter = perUser >= shortestShare * needs.contextPerUser
  // A shorter context is offered at the smallest quantization, more memory at the one that keeps the model itself.
  const quantization = isShorter ? smallest : reference
  const size = sizeModel({ ...request, quantization, contextLength: whole, machine })
  const smallestChange = isShorter
    ? [{ field: 'contextPerUser', from: needs.contextPerUser, to: perUser }]
    : moreMemory(size, machine, (grown) =>
        sizedFits({ ...request, quantization, contextLength: whole, machine: grown }),
      )
  const values = { needed: size.totalBytes, usable: size.fit?.usableBytes ?? 0, quantization }
  return { binding: 'memory', code: 'refused.memory', values, smallestChange }
}

/** Most devices of one kind that are proposed; beyond that the model wants another machine. */
const devicesMax = 16

function moreMemory(size: Size, machine: Machine, fits: (machine: Machine) => boolean): Change[] {
  const [first] = machine.devices.filter(({ device }) => device.kind === 'gpu')
  if (first !== undefined) {
    // Fewer cards than the missing bytes fill cannot do, so counting starts there.
    const missing = size.totalBytes - (size.fit?.usableBytes ?? 0)
    const atLeast = first.count + Math.max(1, Math.ceil(missing / first.device.memoryBytes))
    for (let count = atLeast; count <= devicesMax; count += 1) {
      const devices = machine.devices.map((group) =>
        group === first ? { ...group, count } : group,
      )
      if (fits({ ...machine, devices }))
        return [{ field: `devices.${first.device.id}.count`, from: first.count, to: count }]
    }
  }
  const usable = size.fit?.usableBytes ?? 0
  return [{ field: 'usableMemoryBytes', from: Math.floor(usable), to: Math.ceil(size.totalBytes) }]
}
