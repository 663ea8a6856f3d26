// Starts the record of a model: everything that the config says, and nothing that nobody said.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** Fields of a config.json that no shape needs. */
const withoutShape =
  /^(_|architectures$|auto_map$|bos_token|eos_token|pad_token|torch_dtype$|dtype$|transformers_version$|use_cache$|initializer_|id2label$|label2id$|quantization_config$|attention_dropout|hidden_dropout|resid_pdrop|embd_pdrop|attn_pdrop|pretraining_tp$|output_router|router_aux|vision_config$|audio_config$|image_token|video_token|boi_token|eoi_token)/

/**
 * `npm run data -- new <id> [--config config.json] [--name "Name"] [--hub owner/name]`
 * @param {string} root the repository, with `dist/` compiled @param {string[]} args
 */
export async function newRecord(root, args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      name: { type: 'string' },
      hub: { type: 'string' },
      source: { type: 'string' },
    },
  })
  const [id] = positionals
  if (id === undefined || !/^[a-z0-9][a-z0-9.-]*$/.test(id))
    throw new Error('Give the id: npm run data -- new my-model-8b (a-z, 0-9, dots, hyphens).')
  const file = join(root, 'data', 'models', `${id}.json`)
  if (existsSync(file)) throw new Error(`data/models/${id}.json is there already; edit it.`)
  const source = values.source ?? 'model-cards'
  const today = new Date().toISOString().slice(0, 10)
  const claim = (/** @type {unknown} */ value, /** @type {string} */ locator) => [
    { value, source, locator, by: 'vendor', date: today },
  ]
  /** @type {Record<string, unknown>} */
  const facts = {}
  if (values.hub !== undefined) {
    facts.developer = claim(values.hub.split('/')[0], values.hub)
    facts.repository = claim(values.hub, values.hub)
  }
  if (values.config !== undefined) {
    const config = await readConfig(root, values.config)
    facts.config = claim(shapeOf(config), 'config.json')
    const context = config.text_config?.max_position_embeddings ?? config.max_position_embeddings
    if (Number.isInteger(context)) facts.contextLengthNative = claim(context, 'config.json')
  }
  const record = {
    id,
    status: 'open-weights',
    names: { en: values.name ?? id, aliases: values.hub === undefined ? [] : [values.hub] },
    facts,
    ...(values.config === undefined
      ? { shapeNotFound: 'Say here where its config.json was looked for, or add it.' }
      : {}),
  }
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`)
  process.stdout.write(
    `data/models/${id}.json is begun. Next: add its total parameters, licence and languages with their sources\n(docs/adding-a-model.md), then: npm run data\n`,
  )
}

/**
 * The fields of a config.json, by the program's own reader; says on the error stream where no reader knows its kind.
 * @param {string} root @param {string} file @returns {Promise<Record<string, any>>}
 */
async function readConfig(root, file) {
  const load = (/** @type {string} */ path) => import(pathToFileURL(join(root, 'dist', path)).href)
  const { readConfigText } = await load('facts/imported/config-text.js')
  const { readArchitecture } = await load('facts/config-json/read-config.js')
  const { errorWords } = await load('base/error-words.js')
  const { TouchstoneError } = await load('base/touchstone-error.js')
  const words = (/** @type {unknown} */ error) =>
    TouchstoneError.is(error) ? errorWords(error, 'en') : String(error)
  const text = textOf(file)
  /** @type {Record<string, any>} */
  let config
  try {
    config = readConfigText(file, text)
  } catch (error) {
    throw new Error(words(error), { cause: error })
  }
  try {
    readArchitecture(config)
  } catch (error) {
    process.stderr.write(`Warning: no size can be computed from this config yet. ${words(error)}\n`)
  }
  return config
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`${file} cannot be read: give --config the path of a config.json.`)
  }
}

/** @param {Record<string, any>} config @returns {Record<string, unknown>} */
function shapeOf(config) {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([field]) => !withoutShape.test(field))
      .map(([field, value]) => [field, field === 'text_config' ? shapeOf(value) : value]),
  )
}
