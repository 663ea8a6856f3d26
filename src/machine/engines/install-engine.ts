import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { EnginePackages } from '../../facts/engine-release.ts'
import { cleanUpOnExit } from '../clean-up-on-exit.ts'
import { readSettings } from '../configuration.ts'
import { isProcessAlive } from '../process-alive.ts'
import { enginesFolder } from './engine-folders.ts'
import { findNpm } from './find-npm.ts'

export interface EngineInstall {
  /** The user's data folder. */
  readonly data: string
  readonly version: string
  readonly choice: EnginePackages
  /** Folder with an installed engine, or with `npm pack`'s files of it and all that it needs. Then no network is used. */
  readonly from?: string | undefined
  /** Starts the engine in a folder; throws where it does not run. Nothing is kept that does not. */
  verify(folder: string): Promise<void>
  /** How npm is started; found by itself otherwise. */
  readonly npm?: { readonly program: string; readonly args: readonly string[] }
}

/**
 * Brings an engine into the data folder and returns its folder. It is made beside under a name that nobody reads,
 * started once, and renamed; whatever happens before, nothing else has changed. npm keeps what it downloaded, so a second
 * try goes on from there. Throws `engine_install_failed`.
 */
export async function installEngine(install: EngineInstall): Promise<string> {
  const { data, version, choice, from, verify } = install
  const engines = enginesFolder(data)
  await mkdir(engines, { recursive: true, mode: 0o700 })
  await removeAbandoned(engines)
  const name = `node-llama-cpp-${version}-${choice.build}`
  const staging = join(engines, `.${name}.partial-${process.pid}`)
  const guard = cleanUpOnExit(() => rmSync(staging, { recursive: true, force: true }))
  try {
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging, { mode: 0o700 })
    if (from !== undefined && (await hasPackage(from))) await copyInstalled(from, staging)
    else await runNpm(install, staging)
    await verify(staging)
    return await putInPlace(staging, join(engines, name))
  } finally {
    await rm(staging, { recursive: true, force: true })
    guard.done()
  }
}

const partial = /^\.node-llama-cpp-.*\.partial-(\d{1,10})$/

/** What a run left that was ended the hard way. */
async function removeAbandoned(engines: string): Promise<void> {
  for (const name of await readdir(engines)) {
    const id = partial.exec(name)?.[1]
    if (id !== undefined && (Number(id) === process.pid || !isProcessAlive(Number(id))))
      await rm(join(engines, name), { recursive: true, force: true })
  }
}

async function hasPackage(folder: string): Promise<boolean> {
  const file = join(folder, 'node_modules', 'node-llama-cpp', 'package.json')
  return (await stat(file).catch(() => undefined))?.isFile() === true
}

async function copyInstalled(from: string, staging: string): Promise<void> {
  try {
    await cp(join(from, 'node_modules'), join(staging, 'node_modules'), { recursive: true })
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error), error)
  }
}

/** Renamed over nothing: an engine of the same name steps aside first and comes back if the rename fails. */
async function putInPlace(staging: string, folder: string): Promise<string> {
  const aside = `${folder}.old-${process.pid}`
  const hadOne = await rename(folder, aside).then(
    () => true,
    () => false,
  )
  try {
    await rename(staging, folder)
  } catch (error) {
    if (hadOne) await rename(aside, folder)
    throw failed(error instanceof Error ? error.message : String(error), error)
  }
  if (hadOne) await rm(aside, { recursive: true, force: true })
  return folder
}

async function runNpm({ choice, from, npm }: EngineInstall, staging: string): Promise<void> {
  await writeFile(join(staging, 'package.json'), '{"private":true}\n')
  const what = from === undefined ? choice.packages : await packedFiles(from)
  const { program, args } = npm ?? findNpm()
  // Optional dependencies are the builds of every platform and GPU; the one that is wanted is named. Scripts would
  // look for a compiler.
  await run(
    program,
    [
      ...args,
      'install',
      ...what,
      '--omit=optional',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...(from === undefined ? [] : ['--offline']),
    ],
    staging,
  )
}

async function packedFiles(from: string): Promise<string[]> {
  const info = await stat(from).catch(() => undefined)
  const files = info?.isDirectory()
    ? (await readdir(from)).filter((name) => /\.tgz$/.test(name)).map((name) => join(from, name))
    : info?.isFile() && from.endsWith('.tgz')
      ? [from]
      : []
  if (files.length === 0) throw failed('problem.engine.bundle', undefined, { folder: from })
  return files.map((file) => resolve(file))
}

const outputKept = 4000

/** Runs without a shell; ends with this program. */
function run(program: string, args: readonly string[], folder: string): Promise<void> {
  const { proxy, certificateFile } = readSettings().values
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      env: {
        ...process.env,
        ...(proxy === undefined ? {} : { npm_config_proxy: proxy, npm_config_https_proxy: proxy }),
        ...(certificateFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificateFile }),
      },
    })
    const guard = cleanUpOnExit(() => child.kill('SIGKILL'))
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString('utf8')).slice(-outputKept)
      })
    const finish = (problem: string | undefined, cause?: unknown) => {
      guard.done()
      if (problem === undefined) resolve()
      else reject(failed(problem, cause))
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ENOENT' ? 'problem.engine.npm' : error.message, error),
    )
    child.on('close', (code, signal) =>
      finish(code === 0 ? undefined : lastWords(output) || `npm: ${code ?? signal}`),
    )
  })
}

function lastWords(output: string): string {
  return output
    .split('\n')
    .filter((line) => /error/i.test(line))
    .slice(0, 4)
    .join(' ')
    .slice(0, 500)
}

function failed(
  problem: string,
  cause?: unknown,
  values: Readonly<Record<string, string>> = {},
): TouchstoneError {
  return new TouchstoneError('engine_install_failed', { problem, ...values }, { cause })
}
