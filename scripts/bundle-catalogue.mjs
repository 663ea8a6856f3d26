// Makes the catalogue of this repository into one file that `touchstone catalogue update --from` takes.
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

/**
 * `npm run data -- bundle --out catalogue.json.gz [--key private.pem]`: writes the bundle, and beside it the signature
 * by an Ed25519 key (`openssl genpkey -algorithm ed25519 -out private.pem`); prints the SHA-256.
 * @param {string} root @param {{ records: readonly unknown[], sources: unknown, licences: unknown, families: unknown, index: { version: string, date: string } }} data @param {string[]} args
 */
export async function bundleCatalogue(root, { records, sources, licences, families, index }, args) {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, key: { type: 'string' } },
  })
  const { catalogueSchemaVersion } = await import(
    pathToFileURL(join(root, 'dist', 'facts', 'catalogue', 'catalogue-bundle.js')).href
  )
  const { version: program } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bundle = {
    format: 'touchstone-catalogue',
    schemaVersion: catalogueSchemaVersion,
    program,
    version: index.version,
    date: index.date,
    records,
    sources,
    licences,
    families,
  }
  const out = values.out ?? `touchstone-catalogue-${index.version}.json.gz`
  const text = JSON.stringify(bundle)
  const bytes = out.endsWith('.gz') ? gzipSync(text, { level: 9 }) : Buffer.from(text)
  writeFileSync(out, bytes)
  if (values.key !== undefined) {
    const key = createPrivateKey(readFileSync(values.key))
    writeFileSync(`${out}.sig`, `${sign(null, bytes, key).toString('base64')}\n`)
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  process.stdout.write(
    `${out}: ${bytes.byteLength} bytes, ${records.length} records\nsha256 ${sha256}\n`,
  )
}
