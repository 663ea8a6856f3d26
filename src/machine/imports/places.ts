import type { Stats } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { invalidFile } from '../../facts/invalid-file.ts'
import { withFile } from './file-source.ts'
import { checkedUrl, guardedFetch } from './guarded-fetch.ts'
import { hubPlace } from './hub-place.ts'
import type { Place } from './place.ts'
import { fetchSettings, type WebSettings } from './web-settings.ts'
import { webSource } from './web-source.ts'

/** Where to look, and the one file to read there if one was named. */
export interface Destination {
  readonly place: Place
  readonly only?: string
}

const filesMax = 10_000

/**
 * What somebody means by a text: an address, a local file or folder, or a Hub id (`owner/name`, `owner/name@revision`).
 * Something that lies here under this name goes before the Hub. Throws `invalid_file`, `unreachable`.
 */
export async function destinationOf(from: string, web: WebSettings): Promise<Destination> {
  if (/^https?:\/\//i.test(from)) return addressDestination(checkedUrl(from), web)
  const stats = await statsOf(from)
  if (stats?.isDirectory() === true) return { place: await folderPlace(from) }
  if (stats !== undefined) return fileDestination(from)
  const hub = /^([\w.-]{1,96}\/[\w.-]{1,96})(?:@([\w./-]{1,200}))?$/.exec(from)
  if (hub?.[1] !== undefined && !/^\.+\//.test(from) && !/\.(gguf|json|safetensors)$/i.test(from))
    return { place: await hubPlace(hub[1], hub[2], web) }
  throw invalidFile(from.slice(0, 200), /[\\/.]/.test(from) ? 'noFile' : 'unknownKind')
}

/** Undefined where nothing lies here. What lies here and cannot be followed or read must not be asked for elsewhere. */
async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const isLink = await lstat(path).then(
      (own) => own.isSymbolicLink(),
      () => false,
    )
    if (isLink) throw invalidFile(basename(path), 'brokenLink')
    // Texts that no file system takes (too long, a null byte) may be anything else.
    if (code === 'EACCES' || code === 'EPERM') throw invalidFile(basename(path), 'noFile')
    return undefined
  }
}

async function folderPlace(path: string): Promise<Place> {
  const folder = resolve(path)
  const entries = await readdir(folder).catch(() => {
    throw invalidFile(basename(folder), 'noFile')
  })
  const files = entries.slice(0, filesMax)
  return {
    kind: 'folder',
    from: folder,
    name: basename(folder),
    files,
    // Only names that are really in the folder are opened, so that no index leads out of it.
    open: async (file, use) =>
      files.includes(file) ? withFile(join(folder, file), use) : undefined,
  }
}

/** One file: its folder is looked through for what belongs to it. */
async function fileDestination(path: string): Promise<Destination> {
  const name = basename(path)
  const folder = await folderPlace(dirname(path))
  const place = { ...folder, from: resolve(path), name }
  if (/\.(bin|pt|pth|ckpt|pkl|pickle)$/i.test(name)) throw invalidFile(name, 'pickle')
  if (/\.gguf$/i.test(name))
    return { place: { ...folder, kind: 'gguf', name, from: folder.from }, only: name }
  if (/\.safetensors(\.index\.json)?$/i.test(name))
    return { place: { ...place, kind: 'safetensors', files: [name], ...filesOf(folder, name) } }
  if (/\.json$/i.test(name)) return { place: configOnly(place, name) }
  const magic = await withFile(path, async (source) => source.read(0, 4))
  if (new TextDecoder().decode(magic) === 'GGUF')
    return { place: { ...folder, kind: 'gguf', name, from: folder.from }, only: name }
  throw invalidFile(name, 'unknownKind')
}

/** A config of any name stands for config.json; weights that happen to lie beside it are not read. */
function configOnly(place: Place, name: string): Place {
  return {
    ...place,
    kind: 'config',
    files: [name],
    open: async (file, use) => (file === 'config.json' ? place.open(name, use) : undefined),
  }
}

/** One safetensors file of a folder stands for model.safetensors; an index brings all that it names. */
function filesOf(folder: Place, name: string): Pick<Place, 'open'> {
  return {
    open: async (file, use) => {
      if (/\.index\.json$/i.test(name)) return folder.open(file, use)
      if (file === 'model.safetensors') return folder.open(name, use)
      return file === 'config.json' ? folder.open(file, use) : undefined
    },
  }
}

/**
 * An address: a repository's page on the Hub or a mirror (`https://host/owner/name`, ModelScope's
 * `https://modelscope.cn/models/owner/name`), or one file.
 */
async function addressDestination(url: URL, web: WebSettings): Promise<Destination> {
  const parts = url.pathname.split('/').filter((part) => part !== '')
  const isModelScope = parts[0] === 'models'
  const [owner, name, verb, ...rest] = isModelScope ? parts.slice(1) : parts
  const revision = verb === undefined ? undefined : rest[0]
  const file = rest.slice(1).join('/')
  if (owner === undefined || name === undefined) throw invalidFile(url.host, 'unknownKind')
  const isFile = /\.(gguf|json|safetensors)$/i.test(name)
  if (isModelScope) return modelScopeDestination(url, { owner, name, revision, file }, web)
  if ((verb === undefined && !isFile) || verb === 'tree' || verb === 'resolve' || verb === 'blob') {
    const place = await hubPlace(`${owner}/${name}`, revision, web, url.origin)
    return file === '' ? { place } : { place, only: file }
  }
  return bareAddress(url, web)
}

interface RepositoryPath {
  readonly owner: string
  readonly name: string
  readonly revision: string | undefined
  readonly file: string
}

/** ModelScope serves the same files below `resolve/<revision>/`, but lists them in another form, so names are tried. */
function modelScopeDestination(
  url: URL,
  { owner, name, revision = 'master', file }: RepositoryPath,
  web: WebSettings,
): Destination {
  const base = new URL(`/models/${owner}/${name}/resolve/${revision}/`, url)
  const place = addressPlace(base, `${owner}/${name}`, web)
  return file === '' || !/\.gguf$/i.test(file) ? { place } : { place, only: file }
}

/** Any other address of a file: what belongs to it lies beside it. */
function bareAddress(url: URL, web: WebSettings): Destination {
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '')
  const place = addressPlace(new URL('.', url), name, web)
  if (/\.gguf$/i.test(name)) return { place, only: name }
  if (/\.json$/i.test(name)) return { place: configOnly({ ...place, files: [name] }, name) }
  return { place }
}

function addressPlace(base: URL, name: string, web: WebSettings): Place {
  const fetcher = guardedFetch(fetchSettings(web))
  return {
    kind: 'address',
    from: `${base.origin}${base.pathname}`.replace(/\/$/, ''),
    name,
    files: undefined,
    async open(file, use) {
      const source = await webSource(new URL(encodeURI(file), base), fetcher)
      return source === undefined ? undefined : use(source)
    },
  }
}
