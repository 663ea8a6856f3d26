import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { ByteSource } from '../../facts/byte-source.ts'
import { joinSplits, splitNames } from '../../facts/gguf/join-splits.ts'
import { type GgufHeader, readGgufHeader } from '../../facts/gguf/read-gguf-header.ts'
import { readConfigText } from '../../facts/imported/config-text.ts'
import type { FoundModel } from '../../facts/imported/found-model.ts'
import { invalidFile } from '../../facts/invalid-file.ts'
import type { PublishedConfig } from '../../facts/model-record.ts'
import {
  readSafetensorsHeader,
  type SafetensorsTensor,
} from '../../facts/safetensors/read-safetensors-header.ts'
import { readSafetensorsIndex } from '../../facts/safetensors/read-safetensors-index.ts'
import { readSmallText } from './file-source.ts'
import type { Place } from './place.ts'

/** Published configs end near 100 KB, indexes of the largest checkpoints near 15 MB. */
const configBytesMax = 4 << 20
const indexBytesMax = 64 << 20
/** More files than this are not opened one by one; the Hub's own count is taken. */
const shardsMax = 200
const atOnce = 6

/**
 * Everything that one place says of its model. `only` names a file where the place holds several models, `given` is a
 * config that stands for the place's own. Throws
 * `import_incomplete` where neither a config.json nor one GGUF model is there.
 */
export async function findInPlace(
  place: Place,
  only?: string,
  given?: PublishedConfig,
): Promise<FoundModel> {
  const ownConfig = given === undefined ? {} : { config: given }
  if (only !== undefined && !/\.(json|safetensors)$/i.test(only))
    return found(place, { gguf: await readGguf(place, only), ...ownConfig }, only)
  const config = given ?? (await place.open('config.json', readConfig))
  if (config !== undefined) {
    const safetensors = await readSafetensors(place)
    return found(place, { config, ...(safetensors === undefined ? {} : { safetensors }) })
  }
  const file = oneGguf(place)
  return found(place, { gguf: await readGguf(place, file) }, file)
}

function found(
  place: Place,
  parts: Pick<FoundModel, 'config' | 'gguf' | 'safetensors'>,
  file?: string,
): FoundModel {
  const { kind, from, name, repository, revision, card, statedTotalParams } = place
  return {
    kind,
    from: file === undefined ? from : `${from}/${file}`,
    name: file ?? name,
    ...(repository === undefined ? {} : { repository }),
    ...(revision === undefined ? {} : { revision }),
    ...(card === undefined ? {} : { card }),
    ...(statedTotalParams === undefined ? {} : { statedTotalParams }),
    ...parts,
  }
}

/** A config.json of stated size. */
export async function readConfig(source: ByteSource): Promise<PublishedConfig> {
  return readConfigText(source.name, await readSmallText(source, configBytesMax))
}

async function readSafetensors(place: Place): Promise<SafetensorsTensor[] | undefined> {
  const index = await place.open('model.safetensors.index.json', async (source) =>
    readSafetensorsIndex(source.name, await readSmallText(source, indexBytesMax)),
  )
  const files = index?.files ?? ['model.safetensors']
  if (files.length > shardsMax) return undefined
  const tensors: SafetensorsTensor[] = []
  for (let start = 0; start < files.length; start += atOnce) {
    const headers = await Promise.all(
      files.slice(start, start + atOnce).map((file) => place.open(file, readSafetensorsHeader)),
    )
    // An index names files that are not there where weights were not downloaded: the config alone stands then.
    if (headers.includes(undefined)) return undefined
    for (const header of headers) tensors.push(...(header?.tensors ?? []))
  }
  return tensors
}

/** The GGUF model of a place; of a split one its first file. */
function oneGguf(place: Place): string {
  const files = (place.files ?? []).filter((file) => /\.gguf$/i.test(file))
  const models = files.filter((file) => {
    const split = splitNames(file)
    return !/mmproj/i.test(file) && (split === undefined || split.number === 1)
  })
  const [file] = models
  if (models.length === 1 && file !== undefined) return file
  if (models.length > 1)
    throw new TouchstoneError('import_incomplete', {
      from: place.from,
      problem: 'problem.import.severalFiles',
      files: models.slice(0, 20),
    })
  throw new TouchstoneError('import_incomplete', {
    from: place.from,
    problem: 'problem.import.noConfig',
  })
}

/** A GGUF header; of a split file all parts, which lie beside it. */
async function readGguf(place: Place, file: string): Promise<GgufHeader> {
  const names = splitNames(file)?.all ?? [file]
  const headers: GgufHeader[] = []
  for (const name of names) {
    const header = await place.open(name, readGgufHeader)
    if (header === undefined) {
      if (names.length === 1) throw invalidFile(file, 'noFile')
      throw invalidFile(name, 'splitMissing', {
        value: headers.length + 1,
        expected: names.length,
      })
    }
    headers.push(header)
  }
  return joinSplits(headers)
}
