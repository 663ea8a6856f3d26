import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'

/** Published shapes of families that no record has, with the parameters of their checkpoints (llmfit). */
const published = z
  .array(z.tuple([z.string(), z.number(), z.record(z.string(), z.json())]))
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../test/recordings/configs/further-families.json', import.meta.url),
        'utf8',
      ),
    ),
  )

it.each(published)('%s has %i parameters, as published', (_, total, config) => {
  expect(countParameters(readArchitecture(config)).total).toBe(total)
})

it.each(published)(
  '%s with one field spoilt or left out is refused with a field, or still a finite shape',
  (name, _, config) => {
    for (const field of Object.keys(config)) {
      if (field === 'model_type') continue
      for (const bad of [undefined, 0, -1, 1.5, '7', [], {}, 2 ** 53]) {
        const spoilt = () => countParameters(readArchitecture({ ...config, [field]: bad })).total
        try {
          expect(spoilt(), `${name} ${field} ${String(bad)}`).toBeLessThan(2 ** 53)
        } catch (error) {
          expect(error, `${name} ${field} ${String(bad)}`).toMatchObject({
            code: 'invalid_architecture',
          })
        }
      }
    }
  },
)
