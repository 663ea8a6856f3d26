import { TouchstoneError } from '../../base/touchstone-error.ts'

export interface GuardedFetchSettings {
  /** Sent only to this origin, and only over TLS or to this computer. */
  readonly token?: { readonly value: string; readonly origin: string } | undefined
  /** Longest wait for an answer to begin, and for each further part of it. */
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
      const next = checkedUrl(new URL(location, url))
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw unreachable(url, 'problem.web.downgrade')
      url = next
    }
  }
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
  const timeout = AbortSignal.timeout(timeoutMilliseconds)
  try {
    return await send(url, {
      ...init,
      headers,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw unreachable(
      url,
      timeout.aborted ? 'problem.web.timeout' : 'problem.web.noAnswer',
      error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined,
    )
  }
}

/** Encrypted, or never leaving this computer. */
function isPrivateWay(url: URL): boolean {
  return url.protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
}

/** The error names host and path; queries may hold signatures. */
export function unreachable(url: URL, problem: string, detail?: string): TouchstoneError {
  return new TouchstoneError('unreachable', {
    address: `${url.origin}${url.pathname}`.slice(0, 300),
    problem,
    detail: detail?.slice(0, 200),
  })
}
