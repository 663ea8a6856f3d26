import { unreachable } from './unreachable.ts'

interface Watch {
  readonly url: URL
  /** Ends the request. */
  readonly abort: AbortController
  /** Longest wait for each part of the answer. */
  readonly timeoutMilliseconds: number
  /** The caller's own; what it stops is no fault of the server. */
  readonly signal?: AbortSignal | undefined
}

/** Slower than any line that a model could come over; a server that drips holds the program up. */
const bytesPerSecondMin = 256

/**
 * An answer whose body fails in words: `unreachable` where the connection breaks off, a part does not come in time, or
 * parts keep coming too slowly to end. Only the time in which somebody waits for a part counts.
 */
export function watchedBody(response: Response, watch: Watch): Response {
  const { url, abort, timeoutMilliseconds, signal } = watch
  const reader = response.body?.getReader()
  if (reader === undefined) return response
  const { status, statusText, headers } = response
  let waitedMilliseconds = 0
  let bytes = 0
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const start = performance.now()
        try {
          const { done, value } = await inTime(reader.read(), timeoutMilliseconds)
          if (done) return controller.close()
          bytes += value.byteLength
          controller.enqueue(value)
        } catch (error) {
          abort.abort()
          throw signal?.aborted === true ? error : bodyError(url, error)
        }
        waitedMilliseconds += performance.now() - start
        if (waitedMilliseconds < timeoutMilliseconds) return
        if (bytes >= (waitedMilliseconds / 1000) * bytesPerSecondMin) return
        abort.abort()
        throw unreachable(url, 'problem.web.slow', String(bytesPerSecondMin))
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { status, statusText, headers })
}

class TooLate extends Error {}

function inTime<T>(read: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), milliseconds)
  })
  return Promise.race([read, late]).finally(() => clearTimeout(timer))
}

function bodyError(url: URL, error: unknown): Error {
  if (error instanceof TooLate) return unreachable(url, 'problem.web.stalled')
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return unreachable(url, 'problem.web.brokenOff', cause instanceof Error ? cause.message : '')
}
