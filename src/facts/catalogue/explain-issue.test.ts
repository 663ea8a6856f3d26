import { expect, it } from 'vitest'
import { modelRecordSchema } from '../model-record.ts'
import { readDataFile } from './compile-catalogue.ts'

const claim = { value: 8192, source: 'x', by: 'vendor' }
const problemOf = (facts: object, more: object = {}) => {
  const record = {
    id: 'a',
    status: 'open-weights',
    names: { en: 'A', aliases: [] },
    facts,
    ...more,
  }
  try {
    readDataFile({ file: 'a.json', text: JSON.stringify(record) }, modelRecordSchema)
    return undefined
  } catch (error) {
    const { field, problem } = (error as { values: { field: string; problem: string } }).values
    return [field, problem]
  }
}

it('an unknown field is named with the one that was meant', () => {
  expect(problemOf({ contextLenghtNative: [claim] })).toEqual([
    'facts.contextLenghtNative',
    'there is no field "contextLenghtNative"; write "contextLengthNative", or take it out',
  ])
  expect(problemOf({ totalParams: [{ ...claim, sorce: 'y' }] })).toEqual([
    'facts.totalParams.0.sorce',
    'there is no field "sorce"; write "source", or take it out',
  ])
  expect(problemOf({}, { totalExcuses: 'x' })).toEqual([
    'totalExcuses',
    'there is no field "totalExcuses"; write "totalExcuse", or take it out',
  ])
})

it('a field like no other is told with those that there are', () => {
  expect(problemOf({ totalParams: [{ ...claim, zzzzzzzzzz: 1 }] })?.[1]).toMatch(
    /^there is no field "zzzzzzzzzz"; take it out; there are: value, source, locator, by, date/,
  )
})

it('a text where an object belongs is told with the fields of the object', () => {
  const dispute = { field: 'context', finding: 'wrong', source: 'x' }
  expect(problemOf({}, { disputes: [dispute] })).toEqual([
    'disputes.0.finding',
    'Invalid input: expected object, received string; write {en, zh-TW, zh-CN}',
  ])
  expect(problemOf({}, { names: 'A' })?.[1]).toBe(
    'Invalid input: expected object, received string; write {en, zh-TW, zh-CN, aliases}',
  )
})

it('a right record has no problem', () => {
  expect(problemOf({ totalParams: [claim] })).toBeUndefined()
})
