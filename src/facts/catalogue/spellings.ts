import type { CatalogueEntry } from './catalogue-entry.ts'
import type { StoredWords } from './catalogue-index.ts'

/** Another way to write a name, and what the model found by it must be for the two to mean the same. */
export interface Spelling {
  readonly text: string
  /** Hub organisation that stood before it: only the maker's own repositories are the model, others may be fine-tunes. */
  readonly owner?: string
  /** The maker's word that stood before it. */
  readonly maker?: StoredWords
  /** Billions of parameters that Ollama's tag says, where they were left out. */
  readonly billions?: number
}

/** Names of weight formats and quantizations: another file of the same model. */
const format =
  /[-_. ](?:gguf\d?|ggml|awq|gptq|exl[23]|mlx|mxfp4|nvfp4|fp8|fp16|f16|f32|bf16|int[48]|[48]bit|safetensors|qat|i?q\d(?:_[a-z0-9]+)*|latest)$/i
/** Words for the tuning that a record of the catalogue means anyway. */
const tuning = /(?:^|[-_. ])(?:instruct|it|chat|hf|models?|series|family)(?=$|[-_. ])/i
/** What stands in brackets at the end is a remark: `Mixtral 8x7B (46B MoE)`. */
const remark = /\s*\([^()]*\)\s*$/
const address =
  /^(?:https?:\/\/)?(?:www\.)?(?:hf\.co|huggingface\.co|modelscope\.cn\/models|ollama\.com\/library)\//i

/** More spellings than these nobody's name has. */
const spellingsMax = 40

/**
 * Other spellings of a name, nearest first: without an address, the owner's name, a format, the maker's word in any
 * language, the words for tuning; Ollama's `name:size` as one name. Versions and sizes are never left out.
 * @param words other words for makers and their lines of models
 */
export function spellingsOf(
  name: string,
  words: readonly StoredWords[],
  keyOf: (name: string) => string,
): Spelling[] {
  const found: Spelling[] = [{ text: name.trim() }]
  const known = new Set([name])
  for (let at = 0; at < found.length && found.length < spellingsMax; at += 1) {
    const from = found[at]
    if (from === undefined) break
    for (const next of stepsFrom(from, words, keyOf)) {
      const text = next.text.trim().replaceAll(/^[-_.\s]+|[-_.:\s]+$/g, '')
      const key = `${text}\n${next.billions ?? ''}`
      if (text === '' || known.has(key)) continue
      known.add(key)
      found.push({ ...next, text })
    }
  }
  return found.slice(1, spellingsMax)
}

function stepsFrom(
  from: Spelling,
  words: readonly StoredWords[],
  keyOf: (name: string) => string,
): Spelling[] {
  const { text } = from
  const shorter = [remark, address, format, tuning]
    .filter((pattern) => pattern.test(text))
    .map((pattern) => ({ ...from, text: text.replace(pattern, '') }))
  return [
    ...shorter,
    // `stablelm-2-1_6b`, as file names have it.
    ...(/\d_\d/.test(text) ? [{ ...from, text: text.replaceAll(/(\d)_(?=\d)/g, '$1.') }] : []),
    ...ollamaNames(from),
    ...withoutOwner(from),
    ...withoutMaker(from, words, keyOf),
  ]
}

/** `qwen3:8b-q4_K_M` and `phi4:14b`: the size belongs to the name, or only says how large the model is. */
function ollamaNames(from: Spelling): Spelling[] {
  const [, name, tag] = /^([^:\s]+):([^:\s]*)$/.exec(from.text) ?? []
  if (name === undefined || tag === undefined) return []
  if (tag === '') return [{ ...from, text: name }]
  const [, size, unit] = /^(\d+(?:\.\d+)?)([bm])$/i.exec(tag.replace(format, '')) ?? []
  const billions = Number(size) / (unit?.toLowerCase() === 'm' ? 1000 : 1)
  return [
    { ...from, text: `${name}-${tag}` },
    ...(Number.isFinite(billions) ? [{ ...from, text: name, billions }] : []),
    // A tag that is a format alone: `hf.co/owner/name-GGUF:Q4_K_M`.
    ...(`-${tag}`.replace(format, '') === '' ? [{ ...from, text: name }] : []),
  ]
}

/** `google/gemma-7b`, and `google_gemma-3-1b-it` as file names have it. */
function withoutOwner(from: Spelling): Spelling[] {
  if (from.owner !== undefined) return []
  const [, owner, name] = /^([\w.-]+?)[/_](?=\S)([^/]+)$/.exec(from.text) ?? []
  return owner === undefined || name === undefined ? [] : [{ ...from, owner, text: name }]
}

/** `通義 Qwen3-8B`, `Meta-Llama-3-8B`; a word for a line of models may stand for its name (混元-910B). */
function withoutMaker(
  from: Spelling,
  words: readonly StoredWords[],
  keyOf: (name: string) => string,
): Spelling[] {
  if (from.maker !== undefined) return []
  const parts = [...from.text.matchAll(/[-_\s]+|(?<=\p{Script=Han})(?=[^\p{Script=Han}\s_-])/gu)]
  return parts.slice(0, 3).flatMap(({ index, 0: gap }) => {
    const key = keyOf(from.text.slice(0, index))
    const rest = from.text.slice(index + gap.length)
    return words
      .filter(({ keys }) => keys.includes(key))
      .flatMap((maker) => [
        { ...from, maker, text: rest },
        ...maker.stems.map((stem) => ({
          ...from,
          maker,
          text: `${stem}${stem.endsWith('-') ? '' : '-'}${rest}`,
        })),
      ])
  })
}

/** Whether a model found by a spelling is the one that was named. */
export function isMeantBy({ owner, maker, billions }: Spelling, entry: CatalogueEntry): boolean {
  const { id, developer, repository, aliases, totalParams } = entry
  if (
    owner !== undefined &&
    ![repository ?? '', ...aliases].some((name) =>
      name.toLowerCase().startsWith(`${owner.toLowerCase()}/`),
    )
  )
    return false
  if (
    maker !== undefined &&
    !maker.developers.includes(developer ?? '') &&
    !maker.stems.some((stem) => id.startsWith(stem))
  )
    return false
  if (billions === undefined) return true
  // Tags round: `phi4:14b` has 14.7 billion, `granite-4.0-micro:3b` 3.4.
  return totalParams !== undefined && Math.abs(totalParams / 1e9 / billions - 1) < sizeRounding
}

const sizeRounding = 0.15
