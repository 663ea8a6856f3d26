import type { ByteSource } from '../../facts/byte-source.ts'
import type { GuardedFetch } from './guarded-fetch.ts'
import { unreachable } from './unreachable.ts'

/**
 * A file on the web by ranges. An answer longer than asked for is cut, not read; a server that ignores ranges is
 * refused beyond the beginning, as the whole file would come.
 */
export async function webSource(url: URL, fetcher: GuardedFetch): Promise<ByteSource | undefined> {
  const first = await readRange(url, fetcher, 0, 1)
  if (first === undefined) return undefined
  const { total } = first
  return {
    name: decodeURIComponent(url.pathname.split('/').at(-1) ?? '').slice(0, 200) || url.host,
    byteLength: total,
    async read(offset, length) {
      const wanted = total === undefined ? length : Math.min(length, total - offset)
      if (wanted <= 0) return new Uint8Array(0)
      const range = await readRange(url, fetcher, offset, wanted)
      if (range === undefined) throw unreachable(url, 'problem.web.gone')
      const { byteLength } = range.bytes
      if (total !== undefined && byteLength < wanted)
        throw unreachable(url, 'problem.web.brokenOff', `${byteLength} < ${wanted} bytes`)
      return range.bytes
    },
  }
}

interface Range {
  readonly bytes: Uint8Array
  /** Length of the whole file. */
  readonly total: number | undefined
}

/** Undefined where there is no such file. */
async function readRange(
  url: URL,
  fetcher: GuardedFetch,
  offset: number,
  length: number,
): Promise<Range | undefined> {
  const response = await fetcher(url, {
    headers: { range: `bytes=${offset}-${offset + length - 1}`, 'accept-encoding': 'identity' },
  })
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel()
    return undefined
  }
  // 416 answers a range of an empty file.
  if (response.status === 416) return { bytes: new Uint8Array(0), total: 0 }
  if (response.status !== 206 && !(response.status === 200 && offset === 0)) {
    await response.body?.cancel()
    throw unreachable(url, problemOf(response.status), String(response.status))
  }
  const total = totalOf(response)
  return { bytes: await readAtMost(response, length), total }
}

function problemOf(status: number): string {
  if (status === 401 || status === 403) return 'problem.web.gated'
  if (status === 200) return 'problem.web.noRanges'
  if (status === 429) return 'problem.web.busy'
  return 'problem.web.status'
}

function totalOf(response: Response): number | undefined {
  const stated =
    response.status === 206
      ? /\/(\d{1,16})$/.exec(response.headers.get('content-range') ?? '')?.[1]
      : response.headers.get('content-length')
  const total = stated === undefined || stated === null ? Number.NaN : Number(stated)
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined
}

/** Reads up to `most` bytes of a body and lets the rest go. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(most)
  let filled = 0
  const reader = response.body?.getReader()
  while (reader !== undefined && filled < most) {
    const { done, value } = await reader.read()
    if (done) break
    const part = value.subarray(0, most - filled)
    bytes.set(part, filled)
    filled += part.byteLength
  }
  await reader?.cancel()
  return bytes.subarray(0, filled)
}
