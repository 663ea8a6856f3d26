// Runs the program named by the first argument in this process and reports the CPU time of the whole process at its end.
import { pathToFileURL } from 'node:url'

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  process.stderr.write(`\ncpu-ms=${(user + system) / 1000}\n`)
})
const main = process.argv[2] ?? ''
process.argv.splice(1, 1)
await import(pathToFileURL(main).href)
