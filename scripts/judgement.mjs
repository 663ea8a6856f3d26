// Writes docs/judgement.md: forty situations, what an expert would accept, our shortlists and the recorded answers of
// other choosers (test/judgement/peers.json), all held against the same rules (test/judgement/faults.mjs). Ours come
// from the built program, so the text is the same on every machine. With --check nothing is written.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { faultsOf } from '../test/judgement/faults.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = join(root, 'docs', 'judgement.md')
const shortlistLength = 5
const notRecorded = 'not recorded'

/** @param {string} name */
const load = (name) => import(pathToFileURL(join(root, 'dist', name)).href)
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(join(root, 'test', 'judgement', name), 'utf8'))

/**
 * One program's answer to a situation: what it lists, and what the rules say of it.
 * `missing` says why there is none.
 * @typedef {{ lines: string[], faults: string[], named: string[], isAnswer: boolean, missing: string }} Answer
 */

/** @param {Answer} answer */
const passes = ({ faults, named }) => faults.length === 0 && named.length > 0

/** @param {any} situation @param {any} touchstone @param {Rules} rules @returns {Promise<Answer>} */
async function ours(situation, touchstone, rules) {
  const { on: devices, requirements } = situation
  const { shortlist } = await touchstone.recommend({ devices, requirements })
  const found = shortlist.slice(0, shortlistLength)
  const [first] = found
  return {
    isAnswer: first !== undefined,
    missing: 'no answer',
    lines: found.map(
      (/** @type {any} */ one) =>
        `${one.model} ${one.quantization}${one.reasoning === undefined ? '' : `, thinking ${one.reasoning}`}`,
    ),
    faults: rules.faults(situation, first?.model, {
      memoryBytes: first?.memory.totalBytes,
      decodeTokensPerSecond: first?.speed?.decodeTokensPerSecond.estimate ?? 0,
    }),
    named: rules.named(
      situation,
      found.map((/** @type {any} */ one) => one.model),
    ),
  }
}

/** @param {any} situation @param {any} recorded @param {Rules} rules @returns {Answer} */
function theirs(situation, recorded, rules) {
  const models = recorded?.models ?? []
  const [first] = models
  return {
    isAnswer: first !== undefined,
    missing: recorded === undefined ? notRecorded : 'no answer',
    lines: models.map((/** @type {any} */ one) =>
      [one.name, one.quantization].filter((part) => part !== undefined && part !== '').join(' '),
    ),
    faults: rules.faults(situation, first?.model, {
      releaseDate: first?.releaseDate,
      totalParams: first?.totalParams,
      memoryBytes: first?.memoryGiB === undefined ? undefined : first.memoryGiB * 2 ** 30,
      decodeTokensPerSecond: first?.decodeTokensPerSecond,
    }),
    named: rules.named(
      situation,
      models.map((/** @type {any} */ one) => one.model),
    ),
  }
}

/** @typedef {Awaited<ReturnType<typeof rulesOf>>} Rules */

/** The rules with what the catalogue knows of a model. @param {any} catalogue */
async function rulesOf(catalogue) {
  const { coversLanguage } = await load('selection/gates.js')
  const { normalLanguage } = await load('selection/normal-language.js')
  return {
    /** @param {any} situation @param {string | undefined} id @param {Record<string, any>} stated */
    faults({ first }, id, stated) {
      const entry = id === undefined ? {} : catalogue.withId(id)
      if (entry === undefined) throw new Error(`the catalogue has no ${id}`)
      const known = {
        releaseDate: entry.releaseDate ?? stated.releaseDate,
        totalParams: entry.totalParams ?? stated.totalParams,
        memoryBytes: stated.memoryBytes,
        decodeTokensPerSecond: stated.decodeTokensPerSecond,
        languages: entry.languages,
        modalitiesInput: entry.modalitiesInput,
        developerCountry: entry.developerCountry,
        licence: entry.licence,
      }
      return faultsOf(first, known, (listed, wanted) =>
        coversLanguage(listed, normalLanguage(wanted)),
      )
    },
    /** @param {any} situation @param {(string | undefined)[]} ids */
    named({ expectAnyOf }, ids) {
      const known = ids.flatMap((id) => (id === undefined ? [] : [id]))
      return [...new Set(known.filter((id) => expectAnyOf.includes(id)))]
    },
  }
}

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** @param {readonly (readonly string[])[]} rows @returns {string} */
function table(rows) {
  const [head = [], ...body] = rows
  const line = (/** @type {readonly string[]} */ row) => `| ${row.map(cell).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...body.map(line)].join('\n')
}

/** @param {any} requirements */
function needsInWords(requirements) {
  const words = Object.entries(requirements).map(
    ([field, value]) => `${field} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  return words.length === 0 ? 'nothing said' : words.join(', ')
}

/** @param {any} situation @param {readonly Answer[]} answers @param {readonly string[]} names */
function section(situation, answers, names) {
  const { id, on, requirements, why, expectAnyOf, first, review } = situation
  const rows = Array.from({ length: shortlistLength }, (_, index) => [
    String(index + 1),
    ...answers.map(({ lines }) => lines[index] ?? ''),
  ])
  const verdict = (/** @type {Answer} */ answer) =>
    answer.isAnswer ? answer.faults.join(', ') || 'none' : answer.missing
  return [
    `### ${id}`,
    `\`--on "${on}"\`; ${needsInWords(requirements)}.`,
    why,
    `An expert names one of: ${[...new Set(expectAnyOf)].join(', ')}. Of the first choice: ${needsInWords(first)}.`,
    table([
      ['', ...names],
      ...rows,
      ['faults of the first', ...answers.map(verdict)],
      ['named by the expert', ...answers.map(({ named }) => named.join(', ') || 'none')],
    ]),
    ...(review === undefined ? [] : [`**Second opinion:** ${review}`]),
  ].join('\n\n')
}

/** @param {readonly (readonly Answer[])[]} all by program @param {readonly string[]} names */
function summary(all, names) {
  const count = (/** @type {(answer: Answer) => boolean} */ holds) =>
    all.map((answers) => String(answers.filter(holds).length))
  return table([
    [`of ${all[0]?.length} situations`, ...names],
    ['asked', ...count(({ missing }) => missing !== notRecorded)],
    ['answered', ...count(({ isAnswer }) => isAnswer)],
    ['first choice without a fault', ...count((one) => one.isAnswer && one.faults.length === 0)],
    ['a model that an expert names among five', ...count(({ named }) => named.length > 0)],
    ['both', ...count(passes)],
  ])
}

async function document() {
  const { situations, date, amendments, description } = read('situations.json')
  const peers = read('peers.json')
  const { createTouchstone } = await load('index.js')
  const { createContext } = await load('operations/context.js')
  const touchstone = await createTouchstone()
  const rules = await rulesOf((await createContext({ locale: 'en' })).catalogue)
  const names = ['Touchstone', ...peers.programs.map((/** @type {any} */ one) => one.name)]
  /** @type {Answer[][]} */
  const bySituation = []
  for (const situation of situations)
    bySituation.push([
      await ours(situation, touchstone, rules),
      ...peers.programs.map((/** @type {any} */ { name }) =>
        theirs(situation, peers.answers[situation.id]?.[name], rules),
      ),
    ])
  const byProgram = names.map((_, at) =>
    bySituation.map((answers) => /** @type {Answer} */ (answers[at])),
  )
  return [
    '# Forty situations, judged',
    '<!-- Written by scripts/judgement.mjs (npm run docs). Do not edit. -->',
    `${description} The panel was written by hand on ${date}; its ${amendments.length} amendments and where a second reader disagrees are shown. The expectations are the makers' own judgement, so a perfect score says that the program agrees with the panel, not that the panel is right; the other programs never saw it.`,
    summary(byProgram, names),
    '## How the others were asked',
    ...peers.programs.map(
      (/** @type {any} */ one) =>
        `**${one.name} ${one.version}** (recorded ${one.date}): ${one.how}`,
    ),
    peers.mapping,
    '## Amendments',
    ...amendments.map(
      (/** @type {any} */ one) =>
        `- ${one.date}, ${one.situation}: added ${one.added.join(', ')}. ${one.why}`,
    ),
    '## The situations',
    ...situations.map((/** @type {any} */ situation, /** @type {number} */ at) =>
      section(situation, bySituation[at] ?? [], names),
    ),
    '',
  ].join('\n\n')
}

/** Writes the document, or says what is stale. @param {boolean} isCheck @returns {Promise<string[]>} */
export async function refreshJudgement(isCheck) {
  const text = `${(await document()).trimEnd()}\n`
  let before = ''
  try {
    before = readFileSync(path, 'utf8')
  } catch {
    // Not written yet.
  }
  if (!isCheck && text !== before) writeFileSync(path, text)
  return isCheck && text !== before
    ? ['docs/judgement.md: the answers have changed; run: npm run docs']
    : []
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = await refreshJudgement(process.argv.includes('--check'))
  for (const problem of stale) console.error(problem)
  if (stale.length > 0) process.exitCode = 1
}
