import { z } from 'zod'
import { TouchstoneError } from '../../../base/touchstone-error.ts'
import type { CatalogueEntry } from '../../../facts/catalogue/catalogue-entry.ts'
import type { DeviceInput } from '../../../facts/devices/read-machine.ts'
import { longestContext } from '../../../selection/gates.ts'
import type { QuestionReading } from '../../../selection/question/read-question.ts'
import type { Requirements } from '../../../selection/requirements.ts'
import { compare } from '../compare.ts'
import type { OperationContext } from '../context.ts'
import { explain } from '../explain.ts'
import { licence } from '../licence.ts'
import { model } from '../model.ts'
import { recommend } from '../recommend.ts'
import { size } from '../size.ts'

/** Outputs of the operations that a question can lead to. */
export const resultSchema = z.union([
  recommend.output,
  explain.output,
  compare.output,
  size.output,
  licence.output,
  model.output,
])
export type AskResult = z.output<typeof resultSchema>

interface Asked {
  readonly requirements: Requirements
  readonly devices: readonly DeviceInput[] | string | undefined
  readonly systemMemoryBytes: number | undefined
  readonly limit: number | undefined
}

interface Outcome {
  readonly result: AskResult | undefined
  /** Why the operation could not answer. */
  readonly problem: TouchstoneError | undefined
}

const comparedMax = 6

/** Runs the operation that a question leads to. What it refuses is told with the answer, not thrown. */
export async function resultFor(
  reading: QuestionReading,
  asked: Asked,
  context: OperationContext,
): Promise<Outcome> {
  try {
    return { result: await run(reading, asked, context), problem: undefined }
  } catch (error) {
    if (!TouchstoneError.is(error)) throw error
    return { result: undefined, problem: error }
  }
}

function machineOf({ devices, systemMemoryBytes }: Asked) {
  return {
    ...(devices === undefined
      ? {}
      : { devices: typeof devices === 'string' ? devices : [...devices] }),
    ...(systemMemoryBytes === undefined ? {} : { systemMemoryBytes }),
  }
}

async function run(
  reading: QuestionReading,
  asked: Asked,
  context: OperationContext,
): Promise<AskResult | undefined> {
  switch (reading.kind) {
    case 'recommend':
      return runRecommend(asked, context)
    case 'compare':
      return runCompare(reading, asked, context)
    case 'size':
      return runSize(reading, asked, context)
    case 'licence':
      return runLicence(reading, asked, context)
    case 'fact':
      return runModel(reading, context)
    case 'explain':
      return runExplain(reading, asked, context)
    default:
      return undefined
  }
}

/** On the machine asked about; where none was and this one cannot do it, on the smallest usual one that can. */
async function runRecommend(asked: Asked, context: OperationContext) {
  const { requirements, limit } = asked
  if (requirements.only?.length === 0) return undefined
  const needs = { requirements, ...(limit === undefined ? {} : { limit }) }
  const isHere = asked.devices === undefined && asked.systemMemoryBytes === undefined
  const here =
    isHere && (await context.thisMachine()) === undefined
      ? undefined
      : await recommend.run({ ...needs, ...machineOf(asked) }, context)
  if (!isHere || (here !== undefined && here.shortlist.length > 0)) return here
  for (const devices of context.questionData.presets.usualMachines) {
    const there = await recommend.run({ ...needs, devices }, context)
    // What runs mostly from main memory is no reason to buy that machine.
    if (there.shortlist[0]?.placement.kind === 'gpu') return there
  }
  return here
}

/** One of each name: of several the first that has a known shape and, if it can be, room for the context. */
function representatives(
  { named, needs }: QuestionReading,
  { catalogue }: OperationContext,
): string[] {
  const { contextPerUser = 0 } = needs.requirements
  const ids = named.map(({ models = [] }) => {
    const known = models.filter((id) => {
      const entry = catalogue.withId(id)
      return entry !== undefined && catalogue.architecture(entry) !== undefined
    })
    const roomy = known.find((id) => {
      const entry = catalogue.withId(id)
      return entry !== undefined && (longestContext(entry) ?? 0) >= contextPerUser
    })
    return roomy ?? known[0] ?? models[0]
  })
  return [...new Set(ids.filter((id) => id !== undefined))].slice(0, comparedMax)
}

async function runExplain(reading: QuestionReading, asked: Asked, context: OperationContext) {
  const [id] = representatives(reading, context)
  if (id === undefined) return undefined
  return explain.run({ model: id, requirements: asked.requirements, ...machineOf(asked) }, context)
}

async function runCompare(reading: QuestionReading, asked: Asked, context: OperationContext) {
  const models = representatives(reading, context)
  if (models.length < 2) return undefined
  return compare.run({ models, requirements: asked.requirements, ...machineOf(asked) }, context)
}

async function runSize(reading: QuestionReading, asked: Asked, context: OperationContext) {
  const [id] =
    reading.models.length > 0 ? representatives(reading, context) : ofClass(asked, context)
  if (id === undefined) return undefined
  const { contextPerUser, parallel } = asked.requirements
  return size.run(
    {
      model: id,
      ...(contextPerUser === undefined ? {} : { contextPerUser }),
      ...(parallel === undefined ? {} : { parallel }),
      ...machineOf(asked),
    },
    context,
  )
}

/** The model that stands for a size class: the newest dense one for text inside it. */
function ofClass({ requirements }: Asked, { catalogue }: OperationContext): string[] {
  const { minTotalParams = 0, maxTotalParams = Number.POSITIVE_INFINITY } = requirements
  const isInside = ({ totalParams, status, isDense, modalitiesInput }: CatalogueEntry) =>
    status === 'open-weights' &&
    isDense === true &&
    totalParams !== undefined &&
    totalParams >= minTotalParams &&
    totalParams <= maxTotalParams &&
    (modalitiesInput === undefined || modalitiesInput.length === 1)
  return catalogue.entries
    .filter((entry) => isInside(entry) && catalogue.architecture(entry) !== undefined)
    .sort((a, b) => (b.releaseDate ?? '').localeCompare(a.releaseDate ?? ''))
    .map(({ id }) => id)
}

async function runLicence(reading: QuestionReading, asked: Asked, context: OperationContext) {
  const use = asked.requirements.licenceUse
  const [wanted] = reading.needs.filters.licences
  const subject = representatives(reading, context)[0] ?? wanted
  if (subject === undefined) return undefined
  return licence.run({ model: subject, ...(use === undefined ? {} : { use }) }, context)
}

async function runModel({ named, models }: QuestionReading, context: OperationContext) {
  const [first] = named
  const subject = first?.family ?? models[0]
  return subject === undefined ? undefined : model.run({ model: subject }, context)
}
