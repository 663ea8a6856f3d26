import type { PublishedConfig } from '../model-record.ts'

type Json = PublishedConfig[string]

/**
 * A configuration taken apart: the form that the models of a family share, its numbers replaced by 0, and the numbers
 * in the order of the form. Three quarters of a configuration is the form.
 */
export function splitShape(config: PublishedConfig): { form: string; numbers: number[] } {
  const numbers: number[] = []
  const form = JSON.stringify(config, (_, value: unknown) => {
    if (typeof value !== 'number') return value
    numbers.push(value)
    return 0
  })
  return { form, numbers }
}

/** The configuration again, with its fields in the order of its maker. */
export function joinShape(form: PublishedConfig, numbers: readonly number[]): PublishedConfig {
  let next = 0
  const fill = (value: Json): Json => {
    if (typeof value === 'number') {
      next += 1
      return numbers[next - 1] ?? 0
    }
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value === 'object' && value !== null) return fillFields(value)
    return value
  }
  const fillFields = (fields: Record<string, Json>): Record<string, Json> => {
    const filled: Record<string, Json> = {}
    // A field of this name would set the prototype instead.
    for (const [name, value] of Object.entries(fields))
      if (name === '__proto__') Object.defineProperty(filled, name, own(fill(value)))
      else filled[name] = fill(value)
    return filled
  }
  return fillFields(form)
}

function own(value: Json): PropertyDescriptor {
  return { value, enumerable: true, writable: true, configurable: true }
}

/** Fields that count the experts; 1 or none is no mixture. */
const expertCount = /^(?:moe_)?(?:num|n)_(?:local_|routed_)?experts$/
const expertField = /expert|moe/i

/**
 * Whether a configuration has no experts to choose from. One that speaks of experts without a count that is known here
 * is taken for a mixture: then the active parameters are unknown, not wrong.
 */
export function isDense(config: PublishedConfig): boolean {
  const fields = allFields(config)
  const counts = fields.filter(([name]) => expertCount.test(name))
  return counts.length > 0
    ? counts.every(([, value]) => [value].flat().every((count) => Number(count) <= 1))
    : fields.every(([name, value]) => !expertField.test(name) || !value)
}

function allFields(value: Json): [string, Json][] {
  if (Array.isArray(value)) return value.flatMap(allFields)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [[name, inner], ...allFields(inner)])
}
