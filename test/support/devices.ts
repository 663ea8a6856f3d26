import { readdirSync, readFileSync } from 'node:fs'
import type { Machine } from '../../src/facts/device.ts'
import { compileDevices } from '../../src/facts/devices/compile-devices.ts'
import { DeviceDatabase } from '../../src/facts/devices/device-database.ts'
import { readMachine } from '../../src/facts/devices/read-machine.ts'

const folder = new URL('../../data/devices/', import.meta.url)

/** The devices that ship with the program, from their source files. */
export const shippedDevices = new DeviceDatabase(
  compileDevices(
    readdirSync(folder).map((name) => ({
      file: `devices/${name}`,
      text: readFileSync(new URL(name, folder), 'utf8'),
    })),
  ),
)

export function machineOf(description: string): Machine {
  return readMachine(description, shippedDevices)
}
