import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { runTool } from './run-tool.ts'

const node = process.execPath

it('gives what a tool prints', async () => {
  expect(await runTool(node, ['-e', 'process.stdout.write(process.env.LC_ALL)'])).toEqual({
    ok: true,
    text: 'C',
  })
})

it('kills a tool that sleeps ten seconds when its time is up, and says so', async () => {
  const start = performance.now()
  const result = await runTool(node, ['-e', 'setTimeout(() => {}, 10_000)'], 300)
  expect(result.ok).toBe(false)
  expect(performance.now() - start).toBeLessThan(3000)
})

it('does not wait for a grandchild that keeps the pipe open', async () => {
  const script = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { stdio: 'inherit', detached: true }).unref(); setTimeout(() => {}, 8000)`
  const start = performance.now()
  expect((await runTool(node, ['-e', script], 500)).ok).toBe(false)
  expect(performance.now() - start).toBeLessThan(4000)
})

it('stops a tool that prints ten megabytes', async () => {
  const result = await runTool(node, ['-e', `process.stdout.write('x'.repeat(10_000_000))`])
  expect(result).toMatchObject({ ok: false, problem: 'printed more than 1 MiB' })
})

it('tells a tool that is not there from one that fails', async () => {
  expect(await runTool('no-such-tool-anywhere', [])).toEqual({
    ok: false,
    problem: 'not installed',
  })
  expect(await runTool(node, ['-e', 'process.exit(9)'])).toEqual({
    ok: false,
    problem: 'ended with 9',
  })
})
