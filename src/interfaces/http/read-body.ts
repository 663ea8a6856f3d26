import { TouchstoneError } from '../../base/touchstone-error.ts'

const bodyLimitBytes = 10_000_000

/**
 * The body as text, counted as it comes: a chunked body has no length to believe. Throws `input_too_large` at the
 * first byte over 10 MB and `invalid_json` where it is not UTF-8.
 */
export async function readBody(request: Request): Promise<string> {
  const tooLarge = () => new TouchstoneError('input_too_large', { limit: '10 MB' })
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimitBytes) throw tooLarge()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let length = 0
  if (request.body === null) return text
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > bodyLimitBytes) throw tooLarge()
    text += decoded(decoder, chunk)
  }
  return text + decoded(decoder)
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    throw new TouchstoneError('invalid_json', { problem: 'problem.utf8' })
  }
}
