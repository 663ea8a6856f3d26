/** Browsers and Node both have it; these layers are compiled without the types of either. */
interface Utf8Decoder {
  decode(bytes: Uint8Array): string
}
const { TextDecoder } = globalThis as unknown as {
  TextDecoder: new (label: string, options?: { fatal: boolean }) => Utf8Decoder
}

const lenient = new TextDecoder('utf-8')
const strict = new TextDecoder('utf-8', { fatal: true })

/** Text of UTF-8 bytes; what is no UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return lenient.decode(bytes)
}

/** Text of UTF-8 bytes. Throws `TypeError` where they are none. */
export function decodeStrictUtf8(bytes: Uint8Array): string {
  return strict.decode(bytes)
}

interface Utf8Encoder {
  encode(text: string): Uint8Array
}
const { TextEncoder } = globalThis as unknown as { TextEncoder: new () => Utf8Encoder }

const encoder = new TextEncoder()

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}
