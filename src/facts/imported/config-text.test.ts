import { expect, it } from 'vitest'
import { readConfigText } from './config-text.ts'

const read = (text: string) => readConfigText('config.json', text)

it('reads what Python’s json writes beside JSON as values that are not stated', () => {
  expect(
    read(
      '{"time_step_limit":[0.0, Infinity],"a":NaN,"b":-Infinity,"c":{"d":[NaN,1]},"hidden_size":64}',
    ),
  ).toEqual({ time_step_limit: [0, null], a: null, b: null, c: { d: [null, 1] }, hidden_size: 64 })
})

it('leaves such words alone within strings and names', () => {
  const text = '{"NaN":"Infinity","x":"a \\" NaN, -Infinity","y":"\\\\","z":NaN}'
  expect(read(text)).toEqual({ NaN: 'Infinity', x: 'a " NaN, -Infinity', y: '\\', z: null })
})

it.each([
  '{"a":NaNa}',
  '{"a":xInfinity}',
  '{"a":Infinity1}',
  '{"a":--Infinity}',
  '{"a":undefined}',
  'NaN',
  '[NaN]',
  '{"a":1e999}',
  '{"a":"\nNaN',
])('refuses %j', (text) => {
  expect(() => read(text)).toThrow(/noConfig/)
})

it.each([
  ['{"hidden_size":1,"hidden_size":2}', 'hidden_size'],
  ['{"text_config":{"a":1,"\\u0061":NaN}}', 'a'],
])('refuses %s and names the key that is there twice', (text, value) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      code: 'invalid_file',
      values: { file: 'config.json', problem: 'problem.file.twice', value },
    }),
  )
})

it('reads hostile text of 4 MB without getting stuck', () => {
  for (const piece of ['"', '\\"', '-', 'NaN', '"\\', '{"NaN'])
    expect(() => read(`{NaN${piece.repeat((4 << 20) / piece.length)}`)).toThrow(/noConfig/)
})
