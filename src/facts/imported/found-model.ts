import type { GgufHeader } from '../gguf/read-gguf-header.ts'
import type { PublishedConfig } from '../model-record.ts'
import type { SafetensorsTensor } from '../safetensors/read-safetensors-header.ts'

/** What was found of a model at one place, before anything is concluded from it. */
export interface FoundModel {
  readonly kind: 'config' | 'gguf' | 'safetensors' | 'folder' | 'hub' | 'address'
  /** File, folder, address or Hub id, without secrets. */
  readonly from: string
  /** What it is called there. */
  readonly name: string
  /** Hub id, where it has one. */
  readonly repository?: string
  /** Commit that everything was read at. */
  readonly revision?: string
  readonly config?: PublishedConfig
  readonly gguf?: GgufHeader
  /** Tensors of every safetensors file. */
  readonly safetensors?: readonly SafetensorsTensor[]
  /** Parameters as the Hub counted them from the headers. */
  readonly statedTotalParams?: number
  readonly card?: ModelCard
}

/** What the model's card says in its machine-readable part, and what the Hub knows of the repository. */
export interface ModelCard {
  readonly licence?: string
  readonly languages?: readonly string[]
  readonly baseModel?: string
  readonly gated?: boolean
  readonly releaseDate?: string
}
