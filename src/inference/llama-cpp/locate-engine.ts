import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { engineFolders } from '../../machine/engines/engine-folders.ts'
import { packageRootPath } from '../../machine/package-root.ts'

/** An engine on this computer: the package node-llama-cpp with llama.cpp's libraries beside it. Nothing was run. */
export interface LocatedEngine {
  /** Named by the setting, found among the program's own packages, or brought by `engine install`. */
  readonly origin: 'setting' | 'project' | 'installed'
  /** Folder of the package node-llama-cpp. */
  readonly folder: string
  /** Module to import. */
  readonly entry: string
  /** Of node-llama-cpp. */
  readonly version: string
  /** Release of llama.cpp that it carries: `v0.5.0`. */
  readonly release: string | undefined
}

export interface EnginePlaces {
  /** Folder that the setting `engine` or TOUCHSTONE_ENGINE names. */
  readonly setting: string | undefined
  /** The user's data folder. */
  readonly data: string
  /** The program's own folder. */
  readonly program?: string
}

/**
 * The engine to use: the folder of the setting before the program's own packages before the newest installed one;
 * undefined where there is none. Throws `engine_missing` where the setting names a folder without one.
 */
export async function locateEngine({
  setting,
  data,
  program = packageRootPath(),
}: EnginePlaces): Promise<LocatedEngine | undefined> {
  if (setting !== undefined) {
    const engine = await firstEngine('setting', packageFolders(setting))
    if (engine === undefined)
      throw new TouchstoneError('engine_missing', {
        folder: setting,
        problem: 'problem.engine.folder',
      })
    return engine
  }
  const project = await firstEngine('project', ancestors(program))
  if (project !== undefined) return project
  const folders = await engineFolders(data)
  return firstEngine('installed', folders.flatMap(packageFolders))
}

/** The engine to use, or `engine_missing` with how to get one. */
export async function requireEngine(places: EnginePlaces): Promise<LocatedEngine> {
  const engine = await locateEngine(places)
  if (engine === undefined)
    throw new TouchstoneError('engine_missing', { problem: 'problem.engine.none' })
  return engine
}

/** The package itself, the folder that has it among its packages, or that folder of packages. */
function packageFolders(folder: string): string[] {
  return [folder, join(folder, 'node_modules', 'node-llama-cpp'), join(folder, 'node-llama-cpp')]
}

/** Where Node would look for it from the program's folder upwards. */
function ancestors(program: string): string[] {
  const folders: string[] = []
  for (let folder = program; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', 'node-llama-cpp'))
    if (dirname(folder) === folder) return folders
  }
}

const packageSchema = z.object({ name: z.literal('node-llama-cpp'), version: z.string().max(60) })
const releaseSchema = z.object({ release: z.string().max(60) })
const fileBytesMax = 262_144

async function firstEngine(
  origin: LocatedEngine['origin'],
  folders: readonly string[],
): Promise<LocatedEngine | undefined> {
  for (const folder of folders) {
    const described = packageSchema.safeParse(await smallJson(join(folder, 'package.json')))
    if (!described.success) continue
    const release = releaseSchema.safeParse(
      await smallJson(join(folder, 'llama', 'binariesGithubRelease.json')),
    )
    return {
      origin,
      folder,
      entry: join(folder, 'dist', 'index.js'),
      version: described.data.version,
      release: release.data?.release,
    }
  }
  return undefined
}

async function smallJson(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > fileBytesMax) return undefined
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}
