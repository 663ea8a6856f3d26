/** What is wrong with the data: which file, which field, and how to mend it. English, for those who keep the data. */
export interface Problem {
  readonly file: string
  readonly field: string
  readonly problem: string
}

/** Takes down one problem of the record at hand. */
export type Report = (field: string, problem: string) => void
