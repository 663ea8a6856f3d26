import type { ByteSource } from '../../facts/byte-source.ts'
import type { FoundModel } from '../../facts/imported/found-model.ts'

/** A folder, a repository or an address below which the files of one model lie. */
export interface Place
  extends Pick<
    FoundModel,
    'kind' | 'from' | 'name' | 'repository' | 'revision' | 'card' | 'statedTotalParams'
  > {
  /** Names of the files; undefined where nobody lists them. */
  readonly files: readonly string[] | undefined
  /** Runs `use` with a file; undefined where there is none of this name. */
  open<T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T | undefined>
}
