import type { Licence } from './licence.ts'

/** The licences by id and by the tags that hubs use. Made from data that the build validated. */
export class LicenceTable {
  readonly licences: readonly Licence[]
  readonly #byName = new Map<string, Licence>()

  constructor(licences: readonly Licence[]) {
    this.licences = licences
    for (const licence of licences)
      for (const name of [licence.id, licence.spdx, licence.name, ...licence.aliases])
        if (name !== undefined && !this.#byName.has(name.toLowerCase()))
          this.#byName.set(name.toLowerCase(), licence)
  }

  /** By id, SPDX id, name or tag; case does not matter. */
  get(name: string): Licence | undefined {
    return this.#byName.get(name.toLowerCase())
  }
}
