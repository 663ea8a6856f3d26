import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How to start npm without a shell: Node with npm's own file where that is found, else the program of that name. */
export function findNpm(
  environment: NodeJS.ProcessEnv = process.env,
  node: string = process.execPath,
): { readonly program: string; readonly args: readonly string[] } {
  const file = join('node_modules', 'npm', 'bin', 'npm-cli.js')
  const candidates = [
    environment.npm_execpath,
    join(dirname(node), '..', 'lib', file),
    join(dirname(node), file),
  ]
  const found = candidates.find(
    (candidate) => candidate?.endsWith('npm-cli.js') && existsSync(candidate),
  )
  return found === undefined ? { program: 'npm', args: [] } : { program: node, args: [found] }
}
