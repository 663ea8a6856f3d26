import { TouchstoneError } from '../../base/touchstone-error.ts'

/** The error names host and path; queries may hold signatures. */
export function unreachable(url: URL, problem: string, detail?: string): TouchstoneError {
  const origin = url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin
  return new TouchstoneError('unreachable', {
    address: `${origin}${url.pathname}`.slice(0, 300),
    problem,
    detail: detail?.slice(0, 200),
  })
}
