import { readSettings } from '../configuration.ts'
import type { GuardedFetchSettings } from './guarded-fetch.ts'
import { configuredFetch } from './network.ts'

export interface WebSettings {
  /** Address of the Hub or of a mirror with its interface. */
  readonly endpoint: string
  /** Sent to the endpoint alone. */
  readonly token: string | undefined
  readonly fetch?: typeof fetch
  readonly signal?: AbortSignal | undefined
}

/** Endpoint by the configuration, token by the customary variables; it is never written anywhere. */
export async function webSettings(signal?: AbortSignal): Promise<WebSettings> {
  const token = [process.env.HF_TOKEN, process.env.HUGGING_FACE_HUB_TOKEN].find(
    (value) => value !== undefined && value !== '',
  )
  return {
    endpoint: readSettings().values.hubEndpoint ?? 'https://huggingface.co',
    token,
    fetch: await configuredFetch(),
    signal,
  }
}

export function fetchSettings({
  endpoint,
  token,
  fetch,
  signal,
}: WebSettings): GuardedFetchSettings {
  return {
    token: token === undefined ? undefined : { value: token, origin: new URL(endpoint).origin },
    fetch,
    signal,
  }
}
