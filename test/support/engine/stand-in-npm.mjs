// Installs an empty package of the name that is asked for, below the folder it runs in, as npm would.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [behaviour, command, ...rest] = process.argv.slice(2)
if (behaviour === 'fail') {
  process.stderr.write('npm error code E404\nnpm error 404 Not Found\n')
  process.exit(1)
}
const folder = join(process.cwd(), 'node_modules', 'node-llama-cpp')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'package.json'), '{"name":"node-llama-cpp","version":"3.22.1"}')
writeFileSync(join(folder, 'asked.json'), JSON.stringify([command, ...rest]))
