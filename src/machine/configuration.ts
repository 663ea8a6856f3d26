import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { locales, matchLocale } from '../base/locale.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import { userFolders } from './user-folders.ts'

/** Every setting that the user's file may hold. */
const configurationSchema = z.strictObject({
  /** Language of the interface. */
  language: z.enum(locales).optional(),
  /** The machine that is meant where none is named; without it, this computer. */
  on: z.string().min(1).max(500).optional(),
  /** Measure the memory's bandwidth once a month (a quarter of a second). */
  measureBandwidth: z.boolean().optional(),
  /** For whatever needs the network: `http://host:port`. */
  proxy: z.url().optional(),
  /** Certificates of a company's own authority, in PEM. */
  certificateFile: z.string().min(1).max(4096).optional(),
  /** Address of the model hub, or of a mirror that has its interface. */
  hubEndpoint: z.url({ protocol: /^https?$/ }).optional(),
  /** Ed25519 public key (PEM, or 32 bytes in base64) of whoever signs the catalogues that are carried in. */
  catalogueKey: z.string().min(40).max(1000).optional(),
  /** Folder of the engine to use (node-llama-cpp, or a folder with it among its packages) instead of an installed one. */
  engine: z.string().min(1).max(4096).optional(),
})
type Configuration = z.infer<typeof configurationSchema>
export type SettingName = keyof Configuration

/** Variables of the environment, the program's own before the customary ones. */
const variables: Readonly<Record<SettingName, readonly string[]>> = {
  language: ['TOUCHSTONE_LANG'],
  on: ['TOUCHSTONE_ON'],
  measureBandwidth: ['TOUCHSTONE_MEASURE_BANDWIDTH'],
  proxy: ['TOUCHSTONE_PROXY', 'HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'],
  certificateFile: ['TOUCHSTONE_CERTIFICATE_FILE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'],
  hubEndpoint: ['TOUCHSTONE_HUB_ENDPOINT', 'HF_ENDPOINT'],
  catalogueKey: ['TOUCHSTONE_CATALOGUE_KEY'],
  engine: ['TOUCHSTONE_ENGINE'],
}

const defaults: Configuration = {
  measureBandwidth: true,
  hubEndpoint: 'https://huggingface.co',
}

export interface Setting {
  readonly name: SettingName
  readonly value: string | boolean | undefined
  readonly origin: 'environment' | 'file' | 'default'
  /** The variable or the file that it comes from. */
  readonly from: string | undefined
}

export interface Settings {
  readonly file: string
  readonly settings: readonly Setting[]
  readonly values: Configuration
}

/** Every setting with its value and where it comes from: environment over file over default. Throws `configuration_invalid`. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const file = join(userFolders(environment).configuration, 'config.json')
  const fromFile = readFile(file)
  const settings = configurationSchema.keyof().options.map((name): Setting => {
    const variable = variables[name].find((candidate) => (environment[candidate] ?? '') !== '')
    if (variable !== undefined)
      return {
        name,
        value: readVariable(name, variable, environment[variable] ?? ''),
        origin: 'environment',
        from: variable,
      }
    if (fromFile[name] !== undefined)
      return { name, value: fromFile[name], origin: 'file', from: file }
    return { name, value: defaults[name], origin: 'default', from: undefined }
  })
  const values = configurationSchema.parse(
    Object.fromEntries(settings.map(({ name, value }) => [name, value])),
  )
  return { file, settings, values }
}

const fileMax = 65_536

function readFile(file: string): Configuration {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    )
      return {}
    throw new TouchstoneError(
      'configuration_invalid',
      { file, field: '(file)', problem: 'problem.file' },
      { cause: error },
    )
  }
  if (text.length > fileMax)
    throw new TouchstoneError('configuration_invalid', {
      file,
      field: '(file)',
      problem: '> 64 KiB',
    })
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new TouchstoneError(
      'configuration_invalid',
      { file, field: '(file)', problem: 'problem.json' },
      { cause: error },
    )
  }
  return checked(parsed, file)
}

function checked(value: unknown, file: string): Configuration {
  const result = configurationSchema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field =
    issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.') || '(file)'
  throw new TouchstoneError('configuration_invalid', { file, field, problem: issue?.message ?? '' })
}

function readVariable(name: SettingName, variable: string, text: string): string | boolean {
  const value = name === 'measureBandwidth' ? /^(1|true|yes|on)$/i.test(text) : text
  // A language of the environment may be any tag (`zh_TW.UTF-8`); it is matched, not refused.
  if (name === 'language') return matchLocale(text)
  checked({ [name]: value }, variable)
  return value
}
