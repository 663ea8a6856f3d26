import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it, for the user alone. Node's own `recursive` never ends where a file system answers
 * ENOENT for a name below a folder that is there (`/proc`; libuv tries the same two again), so each is made by itself.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  for (let path = folder; !(await isMade(path)); path = dirname(path)) missing.push(path)
  for (const path of missing.reverse()) await mkdir(path, { mode: 0o700 }).catch(ignoreExisting)
}

/** Whether it is there now; false where the folder above it is missing too. The root always is. */
async function isMade(path: string): Promise<boolean> {
  if (path === dirname(path)) return true
  try {
    await mkdir(path, { mode: 0o700 })
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return false
    ignoreExisting(error)
    return true
  }
}

/** Another process may have made it meanwhile; a file in its place is told by whatever is written below it. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
