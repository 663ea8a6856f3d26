import { z } from 'zod'
import { nearestNames } from '../../base/nearest.ts'

/** What is wrong with a data file: where, and how to mend it. English, for those who keep the data. */
export interface ExplainedIssue {
  readonly field: string
  readonly problem: string
}

/** The first thing that a schema found wrong; a field that there is not comes with the one that was probably meant. */
export function explainIssue(error: z.ZodError, schema: z.ZodType): ExplainedIssue {
  const issue = deepest(error.issues[0])
  if (issue === undefined) return { field: '(file)', problem: '' }
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys')
    return {
      field: path.join('.') || '(file)',
      problem: `${issue.message}${formOf(issue, schema, path)}`,
    }
  const [key = ''] = issue.keys
  const known = fieldsAt(schema, path)
  const [nearest] = nearestNames(key, known)
  const mend =
    nearest === undefined
      ? `take it out; there are: ${known.join(', ')}`
      : `write "${nearest}", or take it out`
  return {
    field: [...path, key].join('.'),
    problem: `there is no field "${key}"; ${mend}`,
  }
}

/** The fields of an object where something else stands: `; write {en, zh-TW, zh-CN}`. */
function formOf(issue: z.core.$ZodIssue, schema: z.ZodType, path: readonly string[]): string {
  if (issue.code !== 'invalid_type' || issue.expected !== 'object') return ''
  const known = fieldsAt(schema, path)
  return known.length === 0 ? '' : `; write {${known.join(', ')}}`
}

/** Of a union the first complaint of its last form: the forms go from simple to full. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue
  const inner = deepest(issue.errors.at(-1)?.[0])
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] }
}

/** Names of the fields of the object that a path leads to; empty where the schema has none there. */
function fieldsAt(schema: z.core.$ZodType, path: readonly string[]): string[] {
  if (schema instanceof z.ZodOptional) return fieldsAt(schema.unwrap(), path)
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((option) => fieldsAt(option, path)))]
  const [step, ...rest] = path
  if (schema instanceof z.ZodArray) return step === undefined ? [] : fieldsAt(schema.element, rest)
  if (schema instanceof z.ZodRecord)
    return step === undefined ? [] : fieldsAt(schema.valueType, rest)
  if (!(schema instanceof z.ZodObject)) return []
  if (step === undefined) return Object.keys(schema.shape)
  const inner: z.core.$ZodType | undefined = schema.shape[step]
  return inner === undefined ? [] : fieldsAt(inner, rest)
}
