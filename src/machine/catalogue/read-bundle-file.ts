import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { ByteSource } from '../../facts/byte-source.ts'
import { invalidFile } from '../../facts/invalid-file.ts'
import { withFile } from '../imports/file-source.ts'
import { checkedUrl, guardedFetch } from '../imports/guarded-fetch.ts'
import { configuredFetch } from '../imports/network.ts'
import { webSource } from '../imports/web-source.ts'

/** The whole catalogue is 4 MB, and 0.5 MB compressed. */
const fileBytesMax = 64 << 20
const textBytesMax = 256 << 20
const signatureBytes = 64

export interface BundleFile {
  /** File name or address. */
  readonly name: string
  readonly text: string
  readonly sha256: string
}

/** What vouches for a bundle: its hash, told by another way, or the public key of somebody who is trusted. */
export interface Trust {
  readonly sha256?: string | undefined
  /** Ed25519 public key: PEM, or the 32 bytes in base64. */
  readonly publicKey?: string | undefined
}

/**
 * A bundle from a local file or an address, with or without gzip. Nothing of it is read before its hash or signature
 * (`<file>.sig`, 64 bytes of Ed25519 over the file, in base64) is right. Throws `catalogue_untrusted`, `invalid_file`,
 * `unreachable`.
 */
export async function readBundleFile(from: string, trust: Trust): Promise<BundleFile> {
  if (trust.sha256 === undefined && trust.publicKey === undefined) throw untrusted(from, 'nothing')
  const bytes = await readWhole(from, fileBytesMax)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (trust.sha256 !== undefined) {
    if (trust.sha256.toLowerCase() !== sha256) throw untrusted(from, 'hash', sha256)
  } else await checkSignature(from, bytes, trust.publicKey ?? '')
  return { name: from, text: await textOf(from, bytes), sha256 }
}

async function checkSignature(from: string, bytes: Uint8Array, publicKey: string): Promise<void> {
  const encoded = new TextDecoder().decode(await readWhole(`${from}.sig`, 1024))
  const signature = Buffer.from(encoded.trim(), 'base64')
  if (signature.byteLength !== signatureBytes) throw untrusted(from, 'signature')
  if (!verify(null, bytes, keyOf(publicKey), signature)) throw untrusted(from, 'signature')
}

/** ASN.1 of an Ed25519 public key before its 32 bytes (RFC 8410, 4). */
const keyPrefix = Buffer.from('302a300506032b6570032100', 'hex')

function keyOf(text: string): KeyObject {
  try {
    if (text.includes('-----BEGIN')) return createPublicKey(text)
    const raw = Buffer.from(text, 'base64')
    const der = raw.byteLength === 32 ? Buffer.concat([keyPrefix, raw]) : raw
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch (error) {
    throw new TouchstoneError(
      'configuration_invalid',
      { file: 'config.json', field: 'catalogueKey', problem: 'Ed25519 (PEM, base64)' },
      { cause: error },
    )
  }
}

function untrusted(from: string, problem: string, found?: string): TouchstoneError {
  return new TouchstoneError('catalogue_untrusted', {
    file: from.slice(0, 300),
    problem: `problem.trust.${problem}`,
    found,
  })
}

async function readWhole(from: string, most: number): Promise<Uint8Array> {
  const read = async (source: ByteSource) => {
    const bytes = await source.read(0, most + 1)
    if (bytes.byteLength > most) throw invalidFile(source.name, 'tooLarge', { limit: most })
    return bytes
  }
  if (!/^https?:\/\//i.test(from)) return withFile(from, read)
  const source = await webSource(checkedUrl(from), guardedFetch({ fetch: await configuredFetch() }))
  if (source === undefined)
    throw new TouchstoneError('unreachable', { address: from, problem: 'problem.web.gone' })
  return read(source)
}

async function textOf(from: string, bytes: Uint8Array): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const plain = isGzip
    ? await promisify(gunzip)(bytes, { maxOutputLength: textBytesMax }).catch((error: unknown) => {
        const isLarge =
          error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
        throw invalidFile(from, isLarge ? 'tooLarge' : 'gzip', { limit: textBytesMax })
      })
    : bytes
  return new TextDecoder().decode(plain)
}
