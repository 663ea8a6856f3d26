import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { configuredLanguage } from '../operations/configured-language.ts'
import { createContext } from '../operations/context.ts'
import { packageRoot } from '../operations/package-root.ts'
import { operations } from '../operations/table.ts'
import type { Program } from './program.ts'

const packageFile = new URL('package.json', packageRoot())

/** The program as it is built: its version from package.json, the whole table, the surroundings of this computer. */
export const touchstoneProgram: Program = {
  version: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8')))
    .version,
  operations,
  configuredLanguage,
  createContext,
}
