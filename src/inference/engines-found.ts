import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** An engine's program found on this computer. Nothing is run: being there is all that is claimed. */
export interface EngineFound {
  readonly engine: 'llama.cpp' | 'ollama' | 'vllm' | 'sglang' | 'lm-studio'
  readonly program: string
  readonly path: string
}

const programs = [
  { engine: 'llama.cpp', program: 'llama-server' },
  { engine: 'llama.cpp', program: 'llama-cli' },
  { engine: 'ollama', program: 'ollama' },
  { engine: 'vllm', program: 'vllm' },
  { engine: 'sglang', program: 'sglang' },
  { engine: 'lm-studio', program: 'lms' },
] as const

/** At most this many folders of PATH are looked into: a hostile or broken PATH must not stall the answer. */
const foldersMax = 256

/** Looks for engines' programs in the folders of `path` (PATH's form). Folders that cannot be read are passed over. */
export async function enginesFound(
  path: string,
  executableSuffixes: readonly string[] = process.platform === 'win32' ? ['.exe', '.cmd'] : [''],
): Promise<EngineFound[]> {
  const folders = [...new Set(path.split(delimiter).filter((folder) => folder !== ''))].slice(
    0,
    foldersMax,
  )
  const found = await Promise.all(
    programs.map(async ({ engine, program }) => {
      const candidates = folders.flatMap((folder) =>
        executableSuffixes.map((suffix) => join(folder, program + suffix)),
      )
      const path = await firstExecutable(candidates)
      return path === undefined ? [] : [{ engine, program, path }]
    }),
  )
  return found.flat()
}

async function firstExecutable(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK)
      return candidate
    } catch {
      // Not there or not ours to run: the next folder.
    }
  }
  return undefined
}
