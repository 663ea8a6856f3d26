import { join } from 'node:path'
import envPaths from 'env-paths'

export interface UserFolders {
  readonly data: string
  readonly cache: string
  readonly configuration: string
}

/** The platform's folders for this program; `TOUCHSTONE_HOME` puts all three below one folder. */
export function userFolders(environment: NodeJS.ProcessEnv = process.env): UserFolders {
  const home = environment.TOUCHSTONE_HOME
  if (home !== undefined && home !== '')
    return {
      data: join(home, 'data'),
      cache: join(home, 'cache'),
      configuration: join(home, 'config'),
    }
  const paths = envPaths('touchstone', { suffix: '' })
  return { data: paths.data, cache: paths.cache, configuration: paths.config }
}
