import { type Context, Hono } from 'hono'
import { asTouchstoneError, showError } from '../../base/error-words.ts'
import { type Locale, locales } from '../../base/locale.ts'
import { nearestNames } from '../../base/nearest.ts'
import { parseJson } from '../../base/parse-json.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { OperationContext } from '../../operations/pure/context.ts'
import { runOperation } from '../../operations/run-operation.ts'
import type { AnyOperation } from '../../operations/table.ts'
import type { Program } from '../program.ts'
import { acceptedLocale } from './accept-language.ts'
import { checkContentType, checkHost, checkKey, checkOrigin, Refusal } from './guards.ts'
import { checkSettings, type HttpSettings } from './http-settings.ts'
import { httpStatus } from './http-status.ts'
import { apiRoot, isReadableWithoutInput, openApiDocument } from './openapi.ts'
import { type PageFile, pageFiles } from './page-files.ts'
import { readBody } from './read-body.ts'

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  Vary: 'Accept-Language, Origin',
}

/**
 * The HTTP interface: every request passes the guards before any route is looked for, so that a route added later is
 * guarded too. Throws `not_allowed` for settings that would open it to others without a key.
 */
export async function createApp(program: Program, settings: HttpSettings): Promise<Hono> {
  checkSettings(settings)
  const operations = program.operations.filter(
    ({ surfaces, effect }) => surfaces.includes('http') && settings.effects.includes(effect),
  )
  const pages =
    settings.pageFolder === undefined
      ? new Map<string, PageFile>()
      : await pageFiles(settings.pageFolder)
  const app = new Hono()
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    guard(c, settings, pages.has(c.req.path))
    await next()
  })
  addOperations(app, operations, contextsOf(program))
  const documents = new Map(
    locales.map((locale) => [
      locale,
      lazily(() =>
        openApiDocument(operations, program.version, locale, settings.apiKey !== undefined),
      ),
    ]),
  )
  addReadable(app, `${apiRoot}/openapi.json`, async (c) => c.json(documents.get(localeOf(c))?.()))
  addReadable(app, `${apiRoot}/health`, async (c) =>
    c.json({ status: 'ok', version: program.version }),
  )
  for (const [path, file] of pages)
    addReadable(app, path, async (c) =>
      c.body(await file.read(), 200, { 'Content-Type': file.type }),
    )
  app.notFound((c) => answerError(c, unknownRoute(c.req.path, operations), settings))
  app.onError((error, c) => answerError(c, error, settings))
  return app
}

function guard(c: Context, settings: HttpSettings, isPage: boolean): void {
  const header = (name: string) => c.req.header(name)
  checkHost(header('host'), settings)
  // A link elsewhere may open the page itself, and nothing else.
  const isOpened = isPage && header('sec-fetch-dest') === 'document'
  checkOrigin(header('origin'), isOpened ? undefined : header('sec-fetch-site'), header('host'))
  if (!isPage) c.header('Cache-Control', 'no-store')
  checkKey(header('authorization'), header('x-api-key'), settings.apiKey)
}

function addOperations(
  app: Hono,
  operations: readonly AnyOperation[],
  contextOf: (locale: Locale) => Promise<OperationContext>,
): void {
  for (const operation of operations) {
    const path = `${apiRoot}/${operation.name}`
    const answer = async (c: Context, input: unknown) =>
      c.json(await runOperation(operation, input, await contextOf(localeOf(c))))
    app.post(path, async (c) => {
      checkContentType(c.req.header('content-type'), c.req.header('content-encoding'))
      return answer(c, parseJson(await readBody(c.req.raw)))
    })
    const isReadable = isReadableWithoutInput(operation)
    if (isReadable) app.get(path, (c) => answer(c, queryOf(c)))
    refuseOtherMethods(app, path, isReadable ? 'GET, POST' : 'POST')
  }
}

/** What stands behind `?` is read as an input of texts: an unknown field is named, never passed over. */
function queryOf(c: Context): Record<string, string> {
  return c.req.query()
}

function addReadable(app: Hono, path: string, handle: (c: Context) => Promise<Response>): void {
  app.get(path, handle)
  refuseOtherMethods(app, path, 'GET')
}

function refuseOtherMethods(app: Hono, path: string, allowed: string): void {
  app.all(path, (c) => {
    c.header('Allow', allowed)
    throw new Refusal(405, { problem: 'problem.method', allowed })
  })
}

function contextsOf(program: Program): (locale: Locale) => Promise<OperationContext> {
  const made = new Map<Locale, Promise<OperationContext>>()
  return (locale) => {
    const known = made.get(locale) ?? program.createContext({ locale })
    // A context that could not be made is tried again at the next request.
    known.catch(() => made.delete(locale))
    made.set(locale, known)
    return known
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function localeOf(c: Context): Locale {
  return acceptedLocale(c.req.header('accept-language'))
}

function unknownRoute(path: string, operations: readonly AnyOperation[]): TouchstoneError {
  const name = path.startsWith(`${apiRoot}/`) ? path.slice(apiRoot.length + 1) : undefined
  if (name === undefined || name.includes('/'))
    return new TouchstoneError('not_found', { problem: path.slice(0, 200) })
  const names = operations.map((operation) => operation.name)
  const nearest = nearestNames(name, names)
  return new TouchstoneError('unknown_operation', {
    operation: name.slice(0, 100),
    nearest: nearest.length === 0 ? names : nearest,
  })
}

/** What went wrong inside is written to the log and not told to the caller: it can name files of this computer. */
function answerError(c: Context, thrown: unknown, { log }: HttpSettings): Response {
  const error = asTouchstoneError(thrown)
  const status = httpStatus(error)
  if (error.code === 'internal') log(String(thrown instanceof Error ? thrown.stack : thrown))
  const told =
    error.code === 'internal'
      ? new TouchstoneError('internal', { problem: 'problem.logged' })
      : error
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  // The rest of a refused body is not read: the connection ends with the answer.
  if (status === 413) c.header('Connection', 'close')
  return c.json({ error: showError(told, localeOf(c)) }, status)
}
