import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Machine } from '../../facts/device.ts'
import { type ForcedPlacement, splitModes } from '../../sizing/placement-result.ts'
import { raisedLimit } from '../../sizing/usable-memory.ts'

const share = z.number().min(0).max(1e6)
const layers = z.int().min(0).max(65_536)
const bytes = z
  .number()
  .nonnegative()
  .max(2 ** 50)

/** Where a model is to lie, as llama.cpp is told; what is not said is found. */
export const placementInputSchema = z.strictObject({
  splitMode: z.enum(splitModes).optional(),
  /** Proportions of the devices: `[3, 1]` or `"3,1"`. */
  tensorSplit: z
    .union([z.array(share).min(1).max(128), z.string().regex(/^[\d.]+([,/][\d.]+){0,127}$/)])
    .optional(),
  /** Blocks on devices, the output counted as one. */
  gpuLayers: layers.optional(),
  mainGpu: z.int().min(0).max(127).optional(),
  kvOffload: z.boolean().optional(),
  /** First blocks whose routed experts stay in RAM. */
  cpuMoeLayers: layers.optional(),
  /** Patterns of names of tensors that stay in RAM. */
  cpuTensors: z.array(z.string().min(1).max(200)).min(1).max(16).optional(),
  /** RAM that is left to the system. */
  systemReserveBytes: bytes.optional(),
  /** What graphics may take of unified memory (`iogpu.wired_limit_mb`). */
  unifiedLimitBytes: bytes.optional(),
})
type PlacementInput = z.output<typeof placementInputSchema>

/** The part of the input that says where things lie; undefined where only memory is limited. */
export function forcedPlacement(input: PlacementInput | undefined): ForcedPlacement | undefined {
  if (input === undefined) return undefined
  const { systemReserveBytes: _, unifiedLimitBytes: __, tensorSplit, ...rest } = input
  const split =
    typeof tensorSplit === 'string' ? tensorSplit.split(/[,/]/).map(Number) : tensorSplit
  if (split?.some((one) => !Number.isFinite(one)))
    throw new TouchstoneError('invalid_input', {
      field: 'placement.tensorSplit',
      problem: String(tensorSplit).slice(0, 60),
    })
  const forced: ForcedPlacement = {
    ...rest,
    ...(split === undefined ? {} : { tensorSplit: split }),
  }
  return Object.values(forced).some((value) => value !== undefined) ? forced : undefined
}

/** The machine with the limits that were asked for. */
export function limitedMachine(machine: Machine, input: PlacementInput | undefined): Machine {
  const { systemReserveBytes, unifiedLimitBytes } = input ?? {}
  if (systemReserveBytes === undefined && unifiedLimitBytes === undefined) return machine
  const reserved: Machine = {
    ...machine,
    ...(systemReserveBytes === undefined ? {} : { systemReserveBytes }),
  }
  if (unifiedLimitBytes === undefined) return reserved
  const devices = machine.devices.map(({ device, count }) => {
    if (device.kind !== 'unified') return { device, count }
    return {
      device: { ...device, usableBytes: Math.min(unifiedLimitBytes, device.memoryBytes) },
      count,
    }
  })
  return { ...reserved, devices }
}

/** A machine whose unified memory is set to leave to graphics what the system can spare; undefined where it has none. */
export function raisedMachine(
  machine: Machine,
): { machine: Machine; limitBytes: number } | undefined {
  const apple = machine.devices.find(
    ({ device }) => device.kind === 'unified' && device.vendor === 'apple',
  )
  if (apple === undefined) return undefined
  const limitBytes = raisedLimit(apple.device, machine)
  return { machine: limitedMachine(machine, { unifiedLimitBytes: limitBytes }), limitBytes }
}
