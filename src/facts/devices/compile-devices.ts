import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type DataFile, readDataFile } from '../catalogue/compile-catalogue.ts'
import type { DeviceIndex } from './device-database.ts'
import { type DeviceRecord, deviceFileSchema, deviceSourcesSchema } from './device-record.ts'

const sourcesFile = /(^|[\\/])sources\.json$/

/**
 * The files of `data/devices` as the index that the program loads. Throws `catalogue_file_invalid` with file, field and
 * what is wrong: a form that the schema refuses, an id that stands twice, a source that `sources.json` does not name.
 */
export function compileDevices(files: readonly DataFile[]): DeviceIndex {
  const sources = new Set(
    files
      .filter(({ file }) => sourcesFile.test(file))
      .flatMap((file) => Object.keys(readDataFile(file, deviceSourcesSchema))),
  )
  const seen = new Set<string>()
  const devices = files
    .filter(({ file }) => !sourcesFile.test(file))
    .flatMap((dataFile) => {
      const { devices } = readDataFile(dataFile, deviceFileSchema)
      for (const record of devices) check(record, dataFile.file, seen, sources)
      return devices
    })
  return { devices: devices.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

function check(
  { id, source, sources: perField = {} }: DeviceRecord,
  file: string,
  seen: Set<string>,
  sources: ReadonlySet<string>,
): void {
  if (seen.has(id))
    throw new TouchstoneError('catalogue_file_invalid', {
      file,
      field: id,
      problem: 'this id stands twice',
    })
  seen.add(id)
  for (const name of [source, ...Object.values(perField)])
    if (!sources.has(name))
      throw new TouchstoneError('catalogue_file_invalid', {
        file,
        field: `${id}.source`,
        problem: `sources.json has no "${name}"`,
      })
}
