import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The folder of the package, as a URL that ends in a slash: the nearest one above this file with a package.json. The
 * same code lies in `src/`, in `dist/` and in the bundled command line, at different depths.
 */
export function packageRoot(): URL {
  let folder = new URL('./', import.meta.url)
  for (
    let parent = new URL('../', folder);
    parent.href !== folder.href;
    parent = new URL('../', folder)
  ) {
    if (existsSync(new URL('package.json', folder))) return folder
    folder = parent
  }
  return folder
}

/** The same folder as a path. */
export function packageRootPath(): string {
  return fileURLToPath(packageRoot())
}
