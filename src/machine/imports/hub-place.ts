import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { ModelCard } from '../../facts/imported/found-model.ts'
import { isLanguageTag } from '../../facts/imported/imported-record.ts'
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts'
import type { Place } from './place.ts'
import { fetchSettings, type WebSettings } from './web-settings.ts'
import { webSource } from './web-source.ts'

/**
 * A repository of the Hub, or of a mirror with the Hub's interface. Everything is read at the commit that the revision
 * stood for when it was asked, so that config and weights belong together. An address may name another host than the
 * configured one; the token stays with the configured.
 */
export async function hubPlace(
  repository: string,
  revision: string | undefined,
  web: WebSettings,
  endpoint: string = web.endpoint,
): Promise<Place> {
  const fetcher = guardedFetch(fetchSettings(web))
  const hub = endpoint.replace(/\/+$/, '')
  const info = await readInfo(repository, revision, hub, fetcher)
  const commit = info.sha ?? revision ?? 'main'
  const base = `${hub}/${repository}/resolve/${encodeURIComponent(commit)}/`
  const total = info.safetensors?.total
  return {
    kind: 'hub',
    from: hub === 'https://huggingface.co' ? repository : `${hub}/${repository}`,
    name: repository.split('/').at(-1) ?? repository,
    repository,
    ...(info.sha === undefined ? {} : { revision: info.sha }),
    card: cardOf(info),
    ...(typeof total === 'number' && Number.isSafeInteger(total) && total > 0
      ? { statedTotalParams: total }
      : {}),
    files: info.filePaths,
    async open(file, use) {
      if (info.filePaths !== undefined && !info.filePaths.includes(file)) return undefined
      const source = await webSource(new URL(encodeURI(file), base), fetcher)
      return source === undefined ? undefined : use(source)
    },
  }
}

interface HubInfo {
  readonly sha: string | undefined
  readonly filePaths: readonly string[] | undefined
  readonly gated: unknown
  readonly createdAt: unknown
  readonly cardData: Readonly<Record<string, unknown>>
  readonly safetensors: { readonly total?: unknown } | undefined
}

async function readInfo(
  repository: string,
  revision: string | undefined,
  hubUrl: string,
  fetcher: GuardedFetch,
): Promise<HubInfo> {
  const { HubApiError, modelInfo } = await import('@huggingface/hub')
  try {
    const info = await modelInfo({
      name: repository,
      hubUrl,
      ...(revision === undefined ? {} : { revision }),
      additionalFields: ['sha', 'filePaths', 'cardData', 'safetensors', 'createdAt'],
      fetch: limited(fetcher),
    })
    return checked({ ...info })
  } catch (error) {
    if (TouchstoneError.is(error)) throw error
    const status = error instanceof HubApiError ? error.statusCode : undefined
    throw new TouchstoneError('unreachable', {
      address: `${hubUrl}/${repository}`,
      problem:
        status === 401 || status === 403
          ? 'problem.web.gated'
          : status === 404
            ? 'problem.web.noModel'
            : status === undefined
              ? 'problem.web.form'
              : 'problem.web.status',
      detail: status === undefined ? undefined : String(status),
    })
  }
}

/** Largest answer of the interface: a repository of thousands of files stays below. */
const answerBytesMax = 16 << 20

/** The library reads whole answers; this cuts what is no answer of such a service. */
function limited(fetcher: GuardedFetch): typeof fetch {
  return async (input, init) => {
    const response = await fetcher(input instanceof Request ? input.url : input, init)
    let bytes = 0
    const counted = response.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(part, controller) {
          bytes += part.byteLength
          if (bytes > answerBytesMax) controller.error(new RangeError('answer too long'))
          else controller.enqueue(part)
        },
      }),
    )
    return new Response(counted ?? null, { status: response.status, headers: response.headers })
  }
}

/** The answer comes from outside: what has another form than promised is left out. */
function checked(info: Readonly<Record<string, unknown>>): HubInfo {
  const { sha, filePaths, cardData, safetensors, gated, createdAt } = info
  const hasSha = typeof sha === 'string' && /^[0-9a-f]{7,64}$/.test(sha)
  return {
    sha: hasSha ? sha : undefined,
    filePaths: Array.isArray(filePaths)
      ? filePaths.filter((file): file is string => typeof file === 'string' && isPlainPath(file))
      : undefined,
    gated,
    createdAt,
    cardData: isObject(cardData) ? cardData : {},
    safetensors: isObject(safetensors) ? safetensors : undefined,
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPlainPath(file: string): boolean {
  return file.length <= 400 && !/(^|\/)\.\.?(\/|$)|^\/|[\\\0?#]/.test(file)
}

function cardOf({ cardData, gated, createdAt }: HubInfo): ModelCard {
  const { license, license_name: licenceName, language, base_model: baseModel } = cardData
  const licence = license === 'other' && typeof licenceName === 'string' ? licenceName : license
  const languages = [language].flat().filter((tag) => typeof tag === 'string' && isLanguageTag(tag))
  const base = [baseModel].flat().find((model) => typeof model === 'string')
  return {
    ...(typeof licence === 'string' && licence.length <= 100
      ? { licence: licence.toLowerCase() }
      : {}),
    ...(languages.length === 0 ? {} : { languages: languages.map(String).slice(0, 500) }),
    ...(base === undefined ? {} : { baseModel: String(base).slice(0, 200) }),
    ...(gated === false || typeof gated === 'string' || gated === true
      ? { gated: gated !== false }
      : {}),
    ...releaseOf(createdAt),
  }
}

/** Day on which the repository was made; the release may be later. */
function releaseOf(createdAt: unknown): Pick<ModelCard, 'releaseDate'> {
  const day = typeof createdAt === 'string' ? createdAt.slice(0, 10) : ''
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
    ? { releaseDate: day }
    : {}
}
