// Builds what is out of date, then runs the command line in this process: the first command on a clean clone.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', '.built')

/** @param {string} folder @returns {number} newest modification time below it, in ms */
function newest(folder) {
  let latest = statSync(folder).mtimeMs
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs)
  }
  return latest
}

function isStale() {
  if (!existsSync(stamp)) return true
  const builtAt = statSync(stamp).mtimeMs
  const files = ['tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) =>
    join(root, name),
  )
  return (
    files.some((file) => statSync(file).mtimeMs > builtAt) ||
    ['src', 'data', 'scripts'].some((folder) => newest(join(root, folder)) > builtAt)
  )
}

/** A broken catalogue file is named in words; anything else is a fault of the build. @param {unknown} error */
async function explainDataError(error) {
  const { TouchstoneError } = await import(
    pathToFileURL(join(root, 'dist/base/touchstone-error.js')).href
  )
  if (!TouchstoneError.is(error)) throw error
  const { errorWords } = await import(pathToFileURL(join(root, 'dist/base/error-words.js')).href)
  const { matchLocale } = await import(pathToFileURL(join(root, 'dist/base/locale.js')).href)
  process.stderr.write(
    `${errorWords(error, matchLocale(process.env.LC_ALL ?? process.env.LANG))}\n`,
  )
  process.exit(3)
}

/** Compiles the program and the catalogue index into `dist/`. */
export async function build() {
  rmSync(stamp, { force: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const compiled = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (compiled.status !== 0) process.exit(4)
  const { compileData } = await import('./data.mjs')
  await compileData(root).catch(explainDataError)
  const { bundleCommandLine } = await import('./bundle.mjs')
  await bundleCommandLine(root)
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, '')
}

const asked = process.argv.slice(2)
if (asked[0] === '--build-only') {
  await build()
} else {
  if (isStale()) {
    process.stderr.write('Building once (about 10 s) …\n')
    await build()
  }
  const main = join(root, 'dist', 'interfaces', 'cli', 'main.js')
  process.argv = [process.execPath, main, ...asked]
  await import(pathToFileURL(main).href)
}
