import { availableParallelism, freemem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'

/** More threads than this do not read faster on desktop memory; servers keep some of their bandwidth to themselves. */
const threadsMax = 8
/** Per thread; all together must not fit into the last-level cache. */
const bytesPerThread = 48 * 1024 ** 2
const probeMs = 220

/**
 * Measured read bandwidth of this machine's memory in bytes per second: each thread sums its own block of 48 MiB, over
 * and over for some 150 ms; the fastest pass of each thread counts, since other programs only ever make a pass slower.
 * A lower bound: JavaScript adds 64-bit floats at the speed of its loop. Undefined where it cannot be measured.
 */
export async function measureMemoryBandwidth(
  threads = Math.min(threadsMax, availableParallelism()),
): Promise<number | undefined> {
  if (freemem() < 2 * threads * bytesPerThread) return undefined
  const until = Date.now() + probeMs
  const rates = await Promise.all(Array.from({ length: threads }, () => runWorker(until)))
  const known = rates.filter((rate) => rate !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, rate) => sum + rate, 0)
}

/** Runs in the worker: one string, so that no file has to be found beside the built program. */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads')
const block = new Float64Array(workerData.bytes / 8).fill(1)
let best = 0
let sum = 0
const length = block.length
do {
  const start = performance.now()
  let a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0
  for (let i = 0; i < length; i += 8) {
    a += block[i]; b += block[i + 1]; c += block[i + 2]; d += block[i + 3]
    e += block[i + 4]; f += block[i + 5]; g += block[i + 6]; h += block[i + 7]
  }
  sum += a + b + c + d + e + f + g + h
  best = Math.max(best, workerData.bytes / ((performance.now() - start) / 1000))
} while (Date.now() < workerData.until)
parentPort.postMessage(sum > 0 ? best : 0)
`

function runWorker(until: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const started = performance.now()
    const worker = new Worker(workerSource, {
      eval: true,
      workerData: { until, bytes: bytesPerThread },
    })
    const timer = setTimeout(
      () => {
        void worker.terminate()
        resolve(undefined)
      },
      2000 - (performance.now() - started),
    )
    const finish = (rate: number | undefined) => {
      clearTimeout(timer)
      resolve(rate)
    }
    worker.on('message', (rate: unknown) =>
      finish(typeof rate === 'number' && rate > 0 ? rate : undefined),
    )
    worker.on('error', () => finish(undefined))
  })
}
