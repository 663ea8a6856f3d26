import { TouchstoneError } from '../base/touchstone-error.ts'

const problems: Readonly<Record<string, string>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  ENOENT: 'noFolder',
  ENOTDIR: 'noFolder',
  EEXIST: 'noFolder',
  EISDIR: 'noFolder',
  ENAMETOOLONG: 'noFolder',
  EINVAL: 'noFolder',
}

/** What a failed write of the user's own files means to him; errors that are no such failure stay as they are. */
export function notWritable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const problem = Object.hasOwn(problems, code) ? problems[code] : undefined
  if (problem === undefined) return error
  return new TouchstoneError(
    'not_writable',
    { file, problem: `problem.write.${problem}`, detail: code },
    { cause: error },
  )
}
