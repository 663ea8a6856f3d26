import { TouchstoneError } from '../../base/touchstone-error.ts'
import { unreachable } from './unreachable.ts'
import { watchedBody } from './watched-body.ts'

export interface GuardedFetchSettings {
  /** Sent only to this origin, and only over TLS or to this computer. */
  readonly token?: { readonly value: string; readonly origin: string } | undefined
  /** Longest wait for an answer to begin, and for each further part of it; answers of any length may take longer. */
  readonly timeoutMilliseconds?: number
  /** How requests leave this computer; the runtime's own way by default. */
  readonly fetch?: typeof fetch | undefined
  /** Stops everything under way. */
  readonly signal?: AbortSignal | undefined
}

const redirectsMost = 5

export type GuardedFetch = (address: string | URL, init?: RequestInit) => Promise<Response>

/**
 * `fetch` that follows redirects itself: at most five, never from TLS to plain text, and the token goes to its own
 * origin alone (CVE-2025-51471 sent it elsewhere). Throws `unreachable` with an address free of secrets.
 */
export function guardedFetch(settings: GuardedFetchSettings): GuardedFetch {
  return async (address, init = {}) => {
    let url = checkedUrl(address)
    for (let redirects = 0; ; redirects += 1) {
      const response = await request(url, init, settings)
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) return response
      await response.body?.cancel()
      if (redirects === redirectsMost) throw unreachable(url, 'problem.web.redirects')
      url = nextUrl(url, location)
    }
  }
}

/** Where a redirect leads; errors name the address that sent there. */
function nextUrl(url: URL, location: string): URL {
  let next: URL | undefined
  try {
    next = new URL(location, url)
  } catch {
    // Said below.
  }
  if (next === undefined || !/^https?:$/.test(next.protocol))
    throw unreachable(url, 'problem.web.redirectElsewhere', location.slice(0, 100))
  if (url.protocol === 'https:' && next.protocol !== 'https:')
    throw unreachable(url, 'problem.web.downgrade')
  return checkedUrl(next)
}

/** An http or https address without a password in it. Throws `unreachable`. */
export function checkedUrl(address: string | URL): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new TouchstoneError('unreachable', {
      address: String(address).slice(0, 200),
      problem: 'problem.web.address',
    })
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw unreachable(url, 'problem.web.address')
  if (url.username !== '' || url.password !== '') throw unreachable(url, 'problem.web.credentials')
  return url
}

async function request(
  url: URL,
  init: RequestInit,
  { token, timeoutMilliseconds = 30_000, fetch: send = fetch, signal }: GuardedFetchSettings,
): Promise<Response> {
  const headers = new Headers(init.headers)
  // Only this function decides who sees the token, whatever a library has set.
  headers.delete('authorization')
  headers.delete('cookie')
  if (token !== undefined && token.origin === url.origin && isPrivateWay(url))
    headers.set('authorization', `Bearer ${token.value}`)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMilliseconds)
  try {
    const response = await send(url, {
      ...init,
      headers,
      redirect: 'manual',
      signal: signal === undefined ? abort.signal : AbortSignal.any([abort.signal, signal]),
    })
    return watchedBody(response, { url, abort, timeoutMilliseconds, signal })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw unreachable(
      url,
      abort.signal.aborted ? 'problem.web.timeout' : 'problem.web.noAnswer',
      error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined,
    )
  } finally {
    clearTimeout(timer)
  }
}

/** Encrypted, or never leaving this computer. */
function isPrivateWay(url: URL): boolean {
  return url.protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
}
