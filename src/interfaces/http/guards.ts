import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { ErrorValues } from '../../base/touchstone-error.ts'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type HttpSettings, isLoopback } from './http-settings.ts'

/** A refusal with its own HTTP status. */
export class Refusal extends TouchstoneError {
  readonly status: 401 | 403 | 405 | 415

  constructor(status: Refusal['status'], values: ErrorValues) {
    super('not_allowed', values)
    this.status = status
  }
}

/**
 * Only names of this server are answered to: a page elsewhere that points its own name at this address (DNS rebinding)
 * sends its own name as Host. Literal private addresses are taken once the server is open to them.
 */
export function checkHost(header: string | undefined, { host, allowedHosts }: HttpSettings): void {
  const name = hostName(header)
  const isKnown =
    name !== undefined &&
    (isLoopback(name) ||
      name === bare(host) ||
      allowedHosts.some((allowed) => bare(allowed) === name) ||
      (!isLoopback(host) && isPrivateAddress(name)))
  if (!isKnown)
    throw new Refusal(403, { problem: 'problem.hostName', host: (header ?? '').slice(0, 100) })
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '')
}

/** The name of a Host header without its port; undefined where it is none. */
function hostName(header: string | undefined): string | undefined {
  if (header === undefined || !/^[\w.:[\]-]{1,255}$/.test(header)) return undefined
  try {
    return bare(new URL(`http://${header}`).hostname)
  } catch {
    return undefined
  }
}

/** RFC 1918, RFC 4193 and link-local addresses. */
function isPrivateAddress(name: string): boolean {
  if (isIP(name) === 4) return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(name)
  return isIP(name) === 6 && /^(f[cd]|fe[89ab])/.test(name)
}

/** A browser says where a request comes from; any other site than this server's own page is refused. */
export function checkOrigin(
  origin: string | undefined,
  fetchSite: string | undefined,
  hostHeader: string | undefined,
): void {
  const isOwn =
    origin === undefined || origin === `http://${hostHeader}` || origin === `https://${hostHeader}`
  const isSameSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
  if (!isOwn || !isSameSite) throw new Refusal(403, { problem: 'problem.origin' })
}

/** The key of `Authorization: Bearer` or `X-Api-Key`; two different ones are none. Compared in constant time. */
export function checkKey(
  authorization: string | undefined,
  apiKeyHeader: string | undefined,
  key: string | undefined,
): void {
  if (key === undefined) return
  const bearer =
    authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
  const given = [bearer, apiKeyHeader].filter((one) => one !== undefined)
  if (given.length === 0 || !given.every((one) => isSame(one, key)))
    throw new Refusal(401, { problem: 'problem.keyWrong' })
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** Forms of other sites cannot send this type without asking first, which is never allowed. */
export function checkContentType(type: string | undefined, encoding: string | undefined): void {
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type ?? ''))
    throw new Refusal(415, { problem: 'problem.contentType' })
  if (encoding !== undefined && encoding !== 'identity')
    throw new Refusal(415, { problem: 'problem.contentEncoding' })
}
