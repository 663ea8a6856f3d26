import { readFileSync } from 'node:fs'
import type { Architecture } from '../../src/facts/architecture.ts'
import { readRecord } from '../../src/facts/catalogue/compile-catalogue.ts'
import { readArchitecture } from '../../src/facts/config-json/read-config.ts'

const shapes = new Map<string, Architecture>()

/** The config.json of a model as its record states it. */
export function publishedConfig(id: string): Record<string, unknown> {
  const file = `models/${id}.json`
  const text = readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')
  const config = readRecord({ file, text }).facts.config?.[0]?.value
  if (config === undefined) throw new Error(`${id} has no config`)
  return config
}

/** The shape of a model of the catalogue. */
export function publishedShape(id: string): Architecture {
  const shape = shapes.get(id) ?? readArchitecture(publishedConfig(id))
  shapes.set(id, shape)
  return shape
}
