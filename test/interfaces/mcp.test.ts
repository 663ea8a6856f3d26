import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { expect, it } from 'vitest'
import type { Locale } from '../../src/base/locale.ts'
import { answersUnderWay } from '../../src/interfaces/mcp/answers-under-way.ts'
import { createMcpServer } from '../../src/interfaces/mcp/mcp-server.ts'
import { renderMarkdown } from '../../src/interfaces/render-markdown.ts'
import { standIn } from './stand-in.ts'

async function connect(locale: Locale = 'en') {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await createMcpServer(standIn, locale).connect(ours)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(theirs)
  return client
}

it('offers one tool per reading operation, with schemas and words in the language of the person', async () => {
  const { tools } = await (await connect('zh-TW')).listTools()
  expect(tools.map(({ name }) => name)).toEqual(['recommend', 'echo', 'fault'])
  expect(tools[0]).toMatchObject({
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object' },
    annotations: { readOnlyHint: true },
  })
  expect(tools[0]?.description).toMatch(/模型/)
})

it('answers with the output itself and with its text', async () => {
  const client = await connect()
  await client.listTools()
  const result = await client.callTool({ name: 'recommend', arguments: { task: 'code' } })
  expect(result).toMatchObject({
    structuredContent: { chosen: 'code' },
    content: [{ type: 'text', text: '## code' }],
  })
})

it('refuses as every other surface does: code, words and values', async () => {
  const client = await connect('zh-CN')
  const unknown = await client.callTool({ name: 'recommend', arguments: { tsak: 'code' } })
  expect(unknown.isError).toBe(true)
  expect(JSON.stringify(unknown.content)).toContain('这里没有“tsak”这个字段')
  expect(JSON.stringify(await client.callTool({ name: 'write' }))).toContain('unknown_operation')
})

it('writes tables, facts and commands as Markdown, with bars escaped', () => {
  expect(
    renderMarkdown([
      {
        kind: 'table',
        columns: [{ title: 'a|b' }, { title: 'n', align: 'right' }],
        rows: [[{ text: 'x\ny' }, { text: '1' }]],
      },
      { kind: 'facts', rows: [{ label: 'l', value: { text: 'v' } }] },
      {
        kind: 'commands',
        items: [
          { purpose: '', command: 'c' },
          { purpose: 'p', command: 'd' },
        ],
      },
      { kind: 'list', items: [{ text: 'i' }] },
    ]),
  ).toBe('| a\\|b | n |\n|---|---:|\n| x y | 1 |\n\n- **l**: v\n\n- `c`\n- p: `d`\n\n- i')
})

it('ends only once every request has its answer or was taken back', async () => {
  const transport: Transport = {
    start: async () => {},
    close: async () => {},
    send: async () => {},
  }
  transport.onmessage = () => {}
  const allAnswered = answersUnderWay(transport)
  await allAnswered()
  const request = (id: number) =>
    transport.onmessage?.({ jsonrpc: '2.0', id, method: 'tools/call' })
  request(1)
  request(2)
  let isDone = false
  const done = allAnswered().then(() => {
    isDone = true
  })
  await transport.send({ jsonrpc: '2.0', id: 1, result: {} })
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(isDone).toBe(false)
  transport.onmessage?.({
    jsonrpc: '2.0',
    method: 'notifications/cancelled',
    params: { requestId: 2 },
  })
  await done
  expect(isDone).toBe(true)
})
