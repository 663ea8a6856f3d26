// Regenerates the outputs shown in README.md and docs/*.md from the built program:
//   <!-- run: touchstone recommend --on "rtx-4090,ram=64gb" -->  …  <!-- end -->
// and docs/hardware-table.md from the library. With --check nothing is written: an output that differs fails, and one that depends on the machine must only run.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { refreshHardwareTable } from './hardware-table.mjs'
import { refreshJudgement } from './judgement.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = join(root, 'dist', 'interfaces', 'cli', 'main.js')
const block = /(<!-- run: touchstone ?(.*?) ?-->\n)([\s\S]*?)(<!-- end -->)/g

/** Operations that answer the same on every machine; the rest do so only for a machine that is named. */
const sameEverywhere = new Set(['help', 'models', 'model', 'licence'])

/**
 * The words of a command line as a shell parts them: quotes hold words together. Throws where a quote is not closed.
 * @param {string} line @returns {string[]}
 */
export function wordsOf(line) {
  const rest = line.replaceAll(/"[^"]*"|'[^']*'/g, '')
  if (/["']/.test(rest)) throw new Error(`a quote is not closed: ${line}`)
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  )
}

/** Whether a command prints the same on every machine. @param {string[]} words */
export function isDeterministic(words) {
  const isFixed = words.some(
    (word) => ['--on', '--for', '--help', '-h'].includes(word) || /^--(on|for)=/.test(word),
  )
  return isFixed || sameEverywhere.has(words[0] ?? '')
}

/**
 * A text with the output of every block's command put into it.
 * @param {string} text @param {(words: string[]) => string} run @returns {string}
 */
export function refreshed(text, run) {
  return text.replaceAll(
    block,
    (_, start, line, _old, end) => `${start}${fenced(run(wordsOf(line)))}\n${end}`,
  )
}

/** @param {string} output */
function fenced(output) {
  const longest = Math.max(2, ...[...output.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${output.trimEnd()}\n${fence}`
}

/** What stands in the blocks whose command prints the same everywhere, by command. @param {string} text @returns {Map<string, string>} */
export function deterministicBlocks(text) {
  /** @type {Map<string, string>} */
  const blocks = new Map()
  for (const [, , line = '', shown = ''] of text.matchAll(block))
    if (isDeterministic(wordsOf(line))) blocks.set(line, shown)
  return blocks
}

/** What the built program prints at 100 columns, in English unless --lang says otherwise. @param {string[]} words */
function outputOf(words) {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    COLUMNS: '100',
    LANG: 'C',
    LC_ALL: 'C',
    TOUCHSTONE_LANG: '',
  }
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [main, ...words], {
    env,
    encoding: 'utf8',
    input: '',
    timeout: 60_000,
  })
  if (status !== 0 && status !== 1)
    throw new Error(
      `touchstone ${words.join(' ')} ended with ${status ?? error?.message}: ${stderr}`,
    )
  return stdout.replaceAll(/[ \t]+$/gm, '')
}

/** @param {string} path @param {boolean} isCheck @returns {string[]} what is wrong with a file */
function refreshFile(path, isCheck) {
  const before = readFileSync(join(root, path), 'utf8')
  const after = refreshed(before, outputOf)
  if (!isCheck && after !== before) writeFileSync(join(root, path), after)
  const fresh = deterministicBlocks(after)
  const stale = isCheck
    ? [...deterministicBlocks(before)].filter(([line, shown]) => fresh.get(line) !== shown)
    : []
  console.log(
    `${path}: ${[...before.matchAll(block)].length} outputs ${isCheck ? 'checked' : 'written'}`,
  )
  return stale.map(
    ([line]) => `${path}: the output of "touchstone ${line}" has changed; run: npm run docs`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes('--check')
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  const stale = ['README.md', ...docs.map((name) => join('docs', name))].flatMap((path) =>
    refreshFile(path, isCheck),
  )
  stale.push(...(await refreshHardwareTable(isCheck)))
  stale.push(...(await refreshJudgement(isCheck)))
  for (const problem of stale) console.error(problem)
  if (stale.length > 0) process.exitCode = 1
}
