import { readFileSync } from 'node:fs'
import { it } from 'vitest'
import { countParameters } from '../../sizing/parameter-count.ts'
import { readArchitecture } from './read-config.ts'
it('x', () => {
  for (const [n, t, c] of JSON.parse(readFileSync(process.env['ROWS'] ?? '/tmp/gb/rows.json', 'utf8'))) {
    try { const a = readArchitecture(c); const k = countParameters(a); console.log(n, a.engineName, k.total, t, k.total - t, ((k.total-t)/t*100).toFixed(4)+'%', 'active', k.active) } catch (e) { console.log(n, 'ERR', JSON.stringify(e), String(e)) }
  }
})
