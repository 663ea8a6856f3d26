// Starts the record of a model: everything that the config says, and nothing that nobody said.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Fields of a config.json that no shape needs. */
const withoutShape =
  /^(_|architectures$|auto_map$|bos_token|eos_token|pad_token|torch_dtype$|dtype$|transformers_version$|use_cache$|initializer_|id2label$|label2id$|quantization_config$|attention_dropout|hidden_dropout|resid_pdrop|embd_pdrop|attn_pdrop|pretraining_tp$|output_router|router_aux|vision_config$|audio_config$|image_token|video_token|boi_token|eoi_token)/

/**
 * `npm run data -- new <id> [--config config.json] [--name "Name"] [--hub owner/name]`
 * @param {string} root @param {string[]} args
 */
export function newRecord(root, args) {
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
    const config = JSON.parse(readFileSync(values.config, 'utf8'))
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

/** @param {Record<string, any>} config @returns {Record<string, unknown>} */
function shapeOf(config) {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([field]) => !withoutShape.test(field))
      .map(([field, value]) => [field, field === 'text_config' ? shapeOf(value) : value]),
  )
}
