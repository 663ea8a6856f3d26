import { readFile } from 'node:fs/promises'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { readSettings } from '../configuration.ts'

const neverByProxy = 'localhost,127.0.0.1,::1'

/**
 * `fetch` by the ways of the user's configuration: a company's proxy (but not for the hosts of NO_PROXY) and its own
 * certificate authority beside the public ones. Without either it is the runtime's own.
 */
export async function configuredFetch(): Promise<typeof fetch> {
  const { proxy, certificateFile } = readSettings().values
  if (proxy === undefined && certificateFile === undefined) return fetch
  const { Agent, EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici')
  const tls =
    certificateFile === undefined
      ? {}
      : { ca: [...(await publicCertificates()), await readCertificates(certificateFile)] }
  const noProxy = process.env.NO_PROXY ?? process.env.no_proxy ?? neverByProxy
  const dispatcher =
    proxy === undefined
      ? new Agent({ connect: tls })
      : new EnvHttpProxyAgent({
          httpProxy: proxy,
          httpsProxy: proxy,
          noProxy,
          connect: tls,
          requestTls: tls,
        })
  // The library's types of the same standard differ from the runtime's in names alone.
  return ((input: string | URL, init?: RequestInit) =>
    undiciFetch(input, { ...(init as object), dispatcher })) as unknown as typeof fetch
}

/** Loaded here: most commands need no connection, and would wait for it. */
async function publicCertificates(): Promise<readonly string[]> {
  const { rootCertificates } = await import('node:tls')
  return rootCertificates
}

function readCertificates(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : ''
    throw new TouchstoneError(
      'configuration_invalid',
      { file, field: 'certificateFile', problem },
      { cause: error },
    )
  })
}
