import { errorCodes } from '../../base/error-codes.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { AnyOperation } from '../../operations/table.ts'
import { inputSchema, type JsonSchema, outputSchema } from '../json-schemas.ts'

export const apiRoot = '/touchstone/v1'

const errorSchema = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'values'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', enum: Object.keys(errorCodes) },
        message: { type: 'string' },
        values: { type: 'object' },
      },
    },
  },
}

/** The OpenAPI 3.1 document of the operations that this server offers, with summaries in a language. */
export function openApiDocument(
  operations: readonly AnyOperation[],
  version: string,
  locale: Locale,
  needsKey: boolean,
) {
  const schemas = Object.assign({ Error: errorSchema }, ...operations.map(componentsOf))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Touchstone',
      version,
      summary: say(locale, 'cli.tagline'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      operations.map((operation) => [`${apiRoot}/${operation.name}`, pathOf(operation, locale)]),
    ),
    components: {
      schemas,
      ...(needsKey ? { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } : {}),
    },
    security: needsKey ? [{ key: [] }] : [],
  }
}

function pathOf(operation: AnyOperation, locale: Locale) {
  const described = { summary: say(locale, operation.summary), responses: responsesOf(operation) }
  const post = {
    operationId: operation.name,
    ...described,
    requestBody: { required: true, content: json(`${operation.name}.input`) },
  }
  return isReadableWithoutInput(operation)
    ? { post, get: { operationId: `${operation.name}.get`, ...described } }
    : { post }
}

function responsesOf({ name }: AnyOperation) {
  return {
    200: { description: 'OK', content: json(`${name}.output`) },
    default: { description: 'Error', content: json('Error') },
  }
}

function json(component: string) {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } }
}

/** Reading operations that answer without an input can be asked by GET. */
export function isReadableWithoutInput({ effect, input }: AnyOperation): boolean {
  return effect === 'read' && input.safeParse({}).success
}

function componentsOf(operation: AnyOperation): Record<string, JsonSchema> {
  return {
    ...hoisted(`${operation.name}.input`, inputSchema(operation)),
    ...hoisted(`${operation.name}.output`, outputSchema(operation)),
  }
}

/** A schema and its `$defs` as components, with references to them turned to where they now are. */
function hoisted(name: string, schema: JsonSchema): Record<string, JsonSchema> {
  const { $defs = {}, ...rest } = redirected(schema, name)
  return {
    [name]: rest,
    ...Object.fromEntries(Object.entries($defs).map(([key, part]) => [`${name}.${key}`, part])),
  }
}

function redirected(schema: JsonSchema, name: string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    const part = value.replace(/^#(\/\$defs\/)?/, '')
    return `#/components/schemas/${part === '' ? name : `${name}.${part}`}`
  })
}
