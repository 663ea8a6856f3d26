import type { Locale } from '../../src/base/locale.ts'
import { Catalogue } from '../../src/facts/catalogue/catalogue.ts'
import { FamilyTable } from '../../src/facts/catalogue/family.ts'
import { DeviceDatabase } from '../../src/facts/devices/device-database.ts'
import { LicenceTable } from '../../src/facts/licences/licence-table.ts'
import type { OperationContext } from '../../src/operations/pure/context.ts'

/** What the build compiled, fetched once; the page asks nobody else. */
async function fetchJson(name: string) {
  const response = await fetch(new URL(name, document.baseURI))
  if (!response.ok) throw new Error(`${name}: ${response.status}`)
  return response.json()
}

let loaded: Promise<Omit<OperationContext, 'locale'>> | undefined

async function load(): Promise<Omit<OperationContext, 'locale'>> {
  const names = [
    'catalogue.json',
    'families.json',
    'devices.json',
    'licences.json',
    'speed.json',
    'quality.json',
    'question.json',
  ]
  const [catalogue, families, devices, licences, speedModel, qualityTable, questionData] =
    await Promise.all(names.map(fetchJson))
  return {
    catalogue: new Catalogue(catalogue),
    families: new FamilyTable(families),
    devices: new DeviceDatabase(devices),
    licences: new LicenceTable(licences),
    speedModel,
    qualityTable,
    questionData,
    today: new Date().toISOString().slice(0, 10),
    // A page cannot see the computer it runs on.
    thisMachine: async () => undefined,
    record: async () => undefined,
  }
}

/** The surroundings of operations in a page. */
export async function loadContext(locale: Locale): Promise<OperationContext> {
  loaded ??= load()
  return { locale, ...(await loaded) }
}
