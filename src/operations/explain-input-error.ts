import { z } from 'zod'
import { nearestNames } from '../base/nearest.ts'
import { type ErrorValues, TouchstoneError } from '../base/touchstone-error.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/**
 * The first thing that is wrong with an input, as an error of the closed list: `unknown_field` with the nearest
 * fields of that place, or `invalid_input` with the field, what was expected and what was received.
 */
export function explainInputError(
  schema: z.ZodType,
  input: unknown,
  error: z.ZodError,
): TouchstoneError {
  const [issue, path] = deepest(error.issues.map((one) => flatten(one, [])))
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const nearest = nearestNames(key, fieldsAt(schema, path))
    return new TouchstoneError('unknown_field', {
      field: pathText([...path, key.slice(0, 200)]),
      nearest,
    })
  }
  return new TouchstoneError('invalid_input', {
    field: pathText(path),
    ...problemOf(issue, valueAt(input, path)),
  })
}

/** An issue with its whole path. Of a union's branches the one that got furthest counts: it is what was meant. */
function flatten(issue: Issue, above: Path): [Issue, Path] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union') return [issue, path]
  const branches = issue.errors.flatMap((branch) =>
    branch.length === 0 ? [] : [deepest(branch.map((one) => flatten(one, path)))],
  )
  const furthest = branches.length === 0 ? undefined : deepest(branches)
  return furthest === undefined || isAlternative(furthest, path)
    ? [{ ...issue, path: [] }, path]
    : furthest
}

/** True where no branch of the union got beyond the kind of value: then all branches are named. */
function isAlternative([issue, path]: [Issue, Path], above: Path): boolean {
  return path.length === above.length && issue.code === 'invalid_type'
}

function deepest(found: [Issue, Path][]): [Issue, Path] {
  const weight = ([issue, path]: [Issue, Path]) =>
    path.length * 2 + (issue.code === 'invalid_type' ? 0 : 1)
  const first = found[0]
  if (first === undefined) throw new Error('a failed parse has an issue')
  // An unknown field is named before anything else: it often explains why another one is missing.
  const unknown = found.find(([issue]) => issue.code === 'unrecognized_keys')
  return unknown ?? found.reduce((best, one) => (weight(one) > weight(best) ? one : best), first)
}

function problemOf(issue: Issue, value: unknown): ErrorValues {
  const received = describe(value)
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? { problem: 'problem.missing', expected: issue.expected }
        : { problem: 'problem.type', expected: issue.expected, received }
    case 'invalid_union':
      return {
        problem: value === undefined ? 'problem.missing' : 'problem.type',
        expected: alternatives(issue),
        received,
      }
    case 'too_small':
    case 'too_big':
      return limits(issue, received)
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      return {
        problem: 'problem.value',
        allowed,
        received,
        nearest: nearestNames(String(value), allowed),
      }
    }
    case 'invalid_format':
      return {
        problem: 'problem.format',
        expected: issue.format === 'regex' ? (issue.pattern ?? issue.format) : issue.format,
        received,
      }
    default:
      return {
        problem: issue.code === 'custom' && issue.message !== '' ? issue.message : 'problem.other',
        received,
      }
  }
}

function limits(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  received: string,
): ErrorValues {
  const isLength = issue.origin === 'string' || issue.origin === 'array' || issue.origin === 'set'
  const kind = isLength ? 'Length' : ''
  const edge = issue.inclusive === false ? 'Exclusive' : ''
  return issue.code === 'too_small'
    ? { problem: `problem.tooSmall${kind || edge}`, minimum: Number(issue.minimum), received }
    : { problem: `problem.tooBig${kind || edge}`, maximum: Number(issue.maximum), received }
}

function alternatives(issue: z.core.$ZodIssueInvalidUnion): string {
  const kinds = issue.errors.flatMap((branch) =>
    branch.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : [])),
  )
  return [...new Set(kinds)].join(' | ')
}

/** Simple values as they are, the rest by kind: an input can be deep and long. */
function describe(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'array' : 'object'
  return String(value)
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** `devices[0].count`; the whole input is `input`. */
function pathText(path: Path): string {
  const text = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
  return text === '' ? 'input' : text.replace(/^\./, '')
}

/** Names of the fields an object may have at a path, read from the published JSON Schema of the input. */
function fieldsAt(schema: z.ZodType, path: Path): string[] {
  let places: JsonSchema[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })]
  for (const key of path)
    places = places.flatMap(branchesOf).flatMap((place) => childOf(place, key))
  return places.flatMap(branchesOf).flatMap((place) => Object.keys(place.properties ?? {}))
}

type JsonSchema = z.core.JSONSchema.BaseSchema

function branchesOf(place: JsonSchema): JsonSchema[] {
  return [
    place,
    ...[...(place.anyOf ?? []), ...(place.oneOf ?? []), ...(place.allOf ?? [])].flatMap(branchesOf),
  ]
}

function childOf(place: JsonSchema, key: PropertyKey): JsonSchema[] {
  const child = typeof key === 'number' ? place.items : place.properties?.[String(key)]
  return typeof child === 'object' && child !== null && !Array.isArray(child) ? [child] : []
}
