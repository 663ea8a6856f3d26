import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Effect } from '../../operations/operation.ts'

/** How the server is reached, and by whom. */
export interface HttpSettings {
  /** Address to listen on. */
  readonly host: string
  /** Every request must carry it; without one only this computer is listened to. */
  readonly apiKey: string | undefined
  /** Further names by which the server may be called. */
  readonly allowedHosts: readonly string[]
  /** Effects that operations on this server may have. */
  readonly effects: readonly Effect[]
  /** Folder of the built page; undefined where there is none. */
  readonly pageFolder: string | undefined
  readonly log: (text: string) => void
}

const shortestKey = 16

/** True of addresses that only this computer can reach. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
  )
}

/** Refuses to open to others, or to more than reading, without a key. Throws `not_allowed`. */
export function checkSettings({ host, apiKey, effects }: HttpSettings): void {
  const hasKey = (apiKey ?? '').length >= shortestKey
  if (!hasKey && (!isLoopback(host) || apiKey !== undefined))
    throw new TouchstoneError('not_allowed', { problem: 'problem.keyNeeded', host })
  if (!hasKey && effects.some((effect) => effect !== 'read'))
    throw new TouchstoneError('not_allowed', { problem: 'problem.keyNeededForWrite' })
}
