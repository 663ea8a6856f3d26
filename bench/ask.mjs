// `npm run bench -- ask`: how many of the questions are read as expected, and how long one takes, warm.
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sets = ['brief', 'held-out-1', 'held-out-2', 'held-out-3', 'held-out-4', 'held-out-5']

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
}

/** @param {string} name @returns {string[]} */
const questionsOf = (name) =>
  readFileSync(`${root}test/questions/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).q)

const { createContext } = await import(`${root}dist/operations/context.js`)
const { questionReader } = await import(`${root}dist/operations/pure/ask/question-reader.js`)
const { ask } = await import(`${root}dist/operations/pure/ask.js`)
const context = await createContext({ locale: 'en' })
const machine = await context.thisMachine()
const surroundings = { ...context, catalogue: context.catalogue, thisMachine: async () => machine }
const questions = sets.flatMap(questionsOf)

const start = performance.now()
const reader = questionReader(surroundings)
console.log(`reader made in ${(performance.now() - start).toFixed(0)} ms (once per catalogue)`)

/** CPU time as well as wall time: other programs on the machine cost only the second. @param {() => unknown} work */
async function timed(work) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { wall: performance.now() - wall, cpu: (user + system) / 1000 }
}

for (const question of questions) reader.read(question, 'en')
const read = []
for (const question of questions) read.push(await timed(() => reader.read(question, 'en')))
const whole = []
for (const question of questions) whole.push(await timed(() => ask.run({ question }, surroundings)))
for (const [label, runs, goal] of /** @type {const} */ ([
  ['reading a question, warm', read, '≤ 10'],
  ['reading and answering it', whole, 'none'],
]))
  for (const kind of /** @type {const} */ (['wall', 'cpu'])) {
    const values = runs.map((run) => run[kind])
    const [median, high, most] = [0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(2))
    console.log(
      `${`${label}, ${kind}`.padEnd(36)} median ${median} ms, 95 % ${high}, most ${most}  (${runs.length} questions)  goal ${goal}`,
    )
  }
