import type { Locale } from '../base/locale.ts'
import type { OperationContext } from '../operations/pure/context.ts'
import type { AnyOperation } from '../operations/table.ts'

/** What every interface is given: the table, and how to make the surroundings that operations run in. */
export interface Program {
  readonly version: string
  readonly operations: readonly AnyOperation[]
  /** The language set for this program, over that of the system; absent where nothing can be set. */
  configuredLanguage?(environment: Readonly<Record<string, string | undefined>>): Locale | undefined
  createContext(settings: {
    readonly locale: Locale
    readonly progress?: (line: string) => void
  }): Promise<OperationContext>
}
