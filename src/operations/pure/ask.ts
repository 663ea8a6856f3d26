import { z } from 'zod'
import { locales } from '../../base/locale.ts'
import { deviceInputSchema } from '../../facts/devices/read-machine.ts'
import { questionKinds } from '../../selection/question/classify.ts'
import type { QuestionReading } from '../../selection/question/read-question.ts'
import { requirementsSchema } from '../../selection/requirements.ts'
import { defineOperation } from '../define-operation.ts'
import { answerText } from './ask/answer-text.ts'
import { factSchema, factsFor } from './ask/ask-facts.ts'
import { resultFor, resultSchema } from './ask/ask-result.ts'
import { nextCommands } from './ask/next-commands.ts'
import { presentAsk } from './ask/present-ask.ts'
import { questionReader } from './ask/question-reader.ts'
import { wantedRequirements } from './ask/wanted-requirements.ts'
import type { OperationContext } from './context.ts'
import { header, headerSchema } from './header.ts'
import { devicesSchema, systemMemorySchema } from './machine-input.ts'
import { codedSchema } from './shared-schemas.ts'

/** A question of more characters than this is refused; of a shorter one the first four thousand are read. */
const questionMax = 200_000

const input = z.strictObject({
  question: z.string().max(questionMax),
  /** Language of the answer; that of the question where it is left out. */
  language: z.enum(locales).optional(),
  /** A machine that the question does not name. */
  devices: devicesSchema.optional(),
  systemMemoryBytes: systemMemorySchema.optional(),
  limit: z.int().min(1).max(50).optional(),
})

const term = z.strictObject({
  field: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
  /** The words of the question that it came from. */
  words: z.string(),
})

const output = z.strictObject({
  ...headerSchema,
  kind: z.enum(questionKinds),
  /** Language of the answer. */
  language: z.enum(locales),
  requirements: requirementsSchema.optional(),
  models: z.array(z.string()),
  devices: z.array(deviceInputSchema).optional(),
  systemMemoryBytes: z.number().optional(),
  /** What was understood; every one can be changed and asked again with `command`. */
  terms: z.array(term),
  assumptions: z.array(codedSchema),
  notUnderstood: z.array(z.string()),
  /** Pairs of things asked for that cannot both hold. */
  contradictions: z.array(z.strictObject({ first: term, second: term })),
  answer: z.strictObject({ text: z.string(), facts: z.array(factSchema) }).optional(),
  /** Output of the operation that the question led to. */
  result: resultSchema.optional(),
  /** Command lines that ask the same, or come nearest. */
  next: z.array(z.string()),
})
export type AskOutput = z.output<typeof output>
type Input = z.output<typeof input>

/** One sentence in zh-TW, zh-CN or English: what it asks for, and the answer. No model is needed, nothing is sent anywhere. */
export const ask = defineOperation({
  name: 'ask',
  summary: 'ask.summary',
  effect: 'read',
  surfaces: ['cli', 'batch', 'http', 'mcp', 'library'],
  input,
  output,
  flags: {
    question: { path: 'question', unit: 'sentence', summary: 'flag.question', position: 0 },
    on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
    limit: { path: 'limit', unit: 'count', summary: 'flag.limit' },
  },
  languagePath: 'language',
  examples: [
    'ask "Which small model for multilingual chat on an 8 GB laptop?"',
    'ask "我要做數學推理,但只有一張 12GB 顯卡"',
    'ask "Llama 3.1 8B 上下文到底是 33K 还是 128K?" --json',
  ],
  async run(given, surroundings) {
    const reading = questionReader(surroundings).read(given.question, surroundings.locale)
    const language = given.language ?? reading.language
    const context: OperationContext = { ...copyOf(surroundings), locale: language }
    return answerTo(reading, { ...given, language }, context)
  },
  present: (result) => presentAsk(result, { locale: result.language }),
  exitCode: ({ kind, contradictions }) => (kind === 'unknown' || contradictions.length > 0 ? 1 : 0),
})

/** The catalogue may be a getter that follows changes: read once, for one answer. */
function copyOf(context: OperationContext): OperationContext {
  return { ...context, catalogue: context.catalogue }
}

async function answerTo(
  reading: QuestionReading,
  given: Input & { language: AskOutput['language'] },
  context: OperationContext,
): Promise<AskOutput> {
  const { kind, needs, machine } = reading
  const requirements = wantedRequirements(reading, context)
  const asked = {
    requirements,
    devices: machine?.devices ?? given.devices,
    systemMemoryBytes: machine?.systemMemoryBytes ?? given.systemMemoryBytes,
    limit: given.limit ?? reading.limit,
  }
  const isPossible = needs.contradictions.length === 0
  const { result, problem } = isPossible
    ? await resultFor(reading, asked, context)
    : { result: undefined, problem: undefined }
  const facts = factsFor(reading, context)
  const text = answerText({ reading, facts, result, problem, context })
  return {
    ...header(context),
    kind,
    language: given.language,
    requirements: Object.keys(requirements).length === 0 ? undefined : requirements,
    models: [...reading.models],
    devices: machine?.devices,
    systemMemoryBytes: machine?.systemMemoryBytes,
    terms: needs.terms.map((one) => ({ ...one, value: copied(one.value) })),
    assumptions: needs.assumptions.map(({ code, values }) => ({ code, values: { ...values } })),
    notUnderstood: notUnderstood(reading),
    contradictions: needs.contradictions.map(([first, second]) => ({
      first: { ...first, value: copied(first.value) },
      second: { ...second, value: copied(second.value) },
    })),
    answer: text === '' ? undefined : { text, facts },
    result,
    next: nextCommands(reading, requirements, context),
  }
}

function copied(value: string | number | boolean | readonly string[]) {
  return typeof value === 'object' ? [...value] : value
}

function notUnderstood({ notUnderstood: words, leftOut }: QuestionReading): string[] {
  return leftOut === 0 ? [...words] : [...words, `… +${leftOut}`]
}
