import { z } from 'zod'
import type { Machine } from '../../facts/device.ts'
import {
  deviceInputSchema,
  machineFromList,
  readMachine,
} from '../../facts/devices/read-machine.ts'
import type { OperationContext } from './context.ts'

/** `devices` of every operation: a description as on the command line, or a list. Without it, this machine. */
export const devicesSchema = z.union([
  z.string().min(1).max(500),
  z.array(deviceInputSchema).min(1).max(64),
])

export const systemMemorySchema = z
  .int()
  .positive()
  .max(2 ** 50)

/** The machine that was asked about; undefined only where none was named and this one cannot be seen. */
export async function resolveMachine(
  input: {
    devices?: z.output<typeof devicesSchema> | undefined
    systemMemoryBytes?: number | undefined
  },
  context: OperationContext,
): Promise<Machine | undefined> {
  const { devices, systemMemoryBytes } = input
  if (devices === undefined) {
    const machine = await context.thisMachine()
    return machine === undefined || systemMemoryBytes === undefined
      ? machine
      : { ...machine, systemMemoryBytes }
  }
  if (typeof devices !== 'string')
    return machineFromList(devices, systemMemoryBytes, context.devices)
  const machine = readMachine(devices, context.devices)
  return systemMemoryBytes === undefined ? machine : { ...machine, systemMemoryBytes }
}
