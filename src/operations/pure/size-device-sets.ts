import { GiB } from '../../base/bytes.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Machine } from '../../facts/device.ts'
import { deviceOf } from '../../facts/devices/device-database.ts'
import { deviceSets, ramSizesGib } from '../../sizing/device-sets.ts'
import { sizedFits } from '../../sizing/size-model.ts'
import type { OperationContext } from './context.ts'
import {
  contextOf,
  type SizedModel,
  type SizeEngine,
  type SizeInput,
  sizeRequestOf,
} from './size-input.ts'
import { sizeOnMachine } from './size-on-machine.ts'
import type { SizeOutput } from './size-output.ts'
import { serve, sizeServing } from './size-serving.ts'

/** The answer of `size --for`: memory of a model, and the smallest sets of devices that hold it. */
export function sizeForAnyDevice(
  given: SizeInput,
  model: SizedModel,
  engine: SizeEngine,
  context: OperationContext,
): SizeOutput {
  for (const field of ['devices', 'placement', 'tensorParallel', 'pipelineParallel'] as const)
    if (given[field] !== undefined)
      throw new TouchstoneError('invalid_input', { field, problem: `for + ${field}` })
  if (engine === 'llama.cpp') {
    const { request } = sizeRequestOf(given, model)
    const fits = (machine: Machine) => sizedFits({ ...request, machine })
    return { ...sizeOnMachine(given, model, undefined, context), ...setsThatHold(context, fits) }
  }
  const { parallel } = contextOf(given, model)
  const fits = (machine: Machine) =>
    machine.devices.every(({ device }) => device.kind === 'gpu') &&
    serve(given, model, machine, engine).memory.maxConcurrency >= parallel
  const sets = setsThatHold(context, fits)
  const [first] = sets.deviceSets ?? []
  if (first === undefined) throw new TouchstoneError('nothing_fits', {})
  // The memory of a serving engine is that of devices: shown for the smallest set.
  const record = context.devices.resolve(first.device).record
  const device = deviceOf(record)
  const machine: Machine | undefined =
    device === undefined
      ? undefined
      : { devices: [{ device, count: first.count }], origin: 'described', assumptions: [] }
  return { ...sizeServing(given, model, machine, engine, context), ...sets }
}

/** Slices of a card that a hypervisor gives away (`rtx-a5000-8q`) are no devices to buy. */
const slice = /-\d+[qc]$/

const setsMax = 12
const othersMax = 4

/** Sets of devices, and RAM, that hold a model, where `fits` says what holding is. */
function setsThatHold(
  context: OperationContext,
  fits: (machine: Machine) => boolean,
): Pick<SizeOutput, 'deviceSets' | 'ramBytes'> {
  const devices = context.devices.records.flatMap((record) => {
    const device = deviceOf(record)
    if (device === undefined || slice.test(record.id)) return []
    return [{ device, isSingle: record.isLaptop === true || device.kind === 'unified' }]
  })
  const sets = deviceSets({ devices, fits, limit: setsMax })
  const ram = ramSizesGib.find((gib) => fits(ramOnly(gib * GiB)))
  return {
    deviceSets: sets.map(({ count, devices: alike, memoryBytes, totalMemoryBytes }) => ({
      count,
      device: alike[0]?.id ?? '',
      name: alike[0]?.name ?? '',
      others: alike.slice(1, 1 + othersMax).map(({ id }) => id),
      memoryBytes,
      totalMemoryBytes,
    })),
    ...(ram === undefined ? {} : { ramBytes: ram * GiB }),
  }
}

function ramOnly(memoryBytes: number): Machine {
  return {
    devices: [{ device: { id: 'cpu', name: 'CPU', kind: 'cpu', memoryBytes }, count: 1 }],
    systemMemoryBytes: memoryBytes,
    origin: 'described',
    assumptions: [],
  }
}
