import type { Locale } from '../base/locale.ts'
import { readSettings } from '../machine/configuration.ts'

/**
 * The language that the person set, by environment or in the configuration file. A file that cannot be read has none:
 * the operations that need it say what is wrong with it, in a language that is known.
 */
export function configuredLanguage(environment: NodeJS.ProcessEnv): Locale | undefined {
  try {
    return readSettings(environment).values.language
  } catch {
    return undefined
  }
}
