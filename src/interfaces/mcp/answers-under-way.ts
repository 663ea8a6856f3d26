import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'

/**
 * Watches a connected transport. The promise it returns on call resolves once no request waits for its answer: input
 * that ends behind its last request (`printf … | touchstone mcp`) must not take the answers with it.
 */
export function answersUnderWay(transport: Transport): () => Promise<void> {
  const waiting = new Set<string | number>()
  let wake = () => {}
  const forget = (id: unknown) => {
    if (typeof id === 'string' || typeof id === 'number') waiting.delete(id)
    if (waiting.size === 0) wake()
  }
  const receive = transport.onmessage
  transport.onmessage = (message, extra) => {
    if ('method' in message && 'id' in message) waiting.add(message.id)
    // A request that was taken back is not answered.
    else if ('method' in message && message.method === 'notifications/cancelled')
      forget(message.params?.requestId)
    receive?.(message, extra)
  }
  const send = transport.send.bind(transport)
  transport.send = async (message, options) => {
    await send(message, options)
    if (!('method' in message) && 'id' in message) forget(message.id)
  }
  return () =>
    new Promise((resolve) => {
      wake = resolve
      if (waiting.size === 0) resolve()
    })
}
