import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { EngineProcess, lastWords } from './engine-process.ts'

const child = fileURLToPath(
  new URL('../../../test/support/engine/stand-in-engine.mjs', import.meta.url),
)

function engine(entry: string, stallSeconds = 60): EngineProcess {
  return new EngineProcess({ entry, backend: 'cpu', child, stallSeconds })
}

const step = { handle: 0, tokens: 1, output: true, reset: false }

it('answers what it is asked, and says what the engine refuses', async () => {
  const one = engine('refuse')
  expect(await one.info()).toMatchObject({ release: 'v0.0.0', backend: 'cpu', threads: 2 })
  await expect(
    one.open({
      file: '/nowhere',
      contextLength: 512,
      physicalBatch: 512,
      threads: 1,
      flashAttention: true,
      keyType: 1,
      valueType: 1,
      gpuLayers: 0,
      memoryMapped: true,
      tokenLimit: 1,
    }),
  ).rejects.toMatchObject({
    code: 'engine_failed',
    values: { problem: 'unknown model architecture: stand-in' },
  })
  await one.end()
})

it('tells a crash by its signal and the line of the assertion', async () => {
  const one = engine('crash')
  await one.info()
  await expect(one.run([step])).rejects.toMatchObject({
    code: 'engine_crashed',
    values: { signal: 'SIGABRT', step: 'run', problem: 'ggml.c:1: GGML_ASSERT(stand_in) failed' },
  })
  await expect(one.info()).rejects.toMatchObject({ code: 'engine_crashed' })
  await one.end()
})

it('tells a stand-still from a crash: no step and no processor time for the time allowed', async () => {
  const one = engine('hang', 1)
  await one.info()
  await expect(one.run([step])).rejects.toMatchObject({
    code: 'engine_stalled',
    values: { seconds: 1, step: 'run' },
  })
  await one.end()
})

it('leaves no process behind when a child cannot even start', async () => {
  const one = new EngineProcess({ entry: '', backend: 'cpu', child: '/nowhere/engine.mjs' })
  await expect(one.info()).rejects.toMatchObject({ code: 'engine_crashed' })
  await one.end()
})

it('finds the assertion among a backtrace, else the last line', () => {
  const trace = '/a/ggml-backend.cpp:1294: GGML_ASSERT(*cur_backend_id != -1) failed\n0x1\n0x2\n'
  expect(lastWords(trace)).toContain('GGML_ASSERT(*cur_backend_id != -1) failed')
  expect(lastWords('one\ntwo\n\n')).toBe('two')
  expect(lastWords('')).toBe('–')
})
