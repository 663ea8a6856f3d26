import { z } from 'zod'
import { say } from '../base/messages/all-messages.ts'
import { enginesFound } from '../inference/engines-found.ts'
import { defineOperation } from './define-operation.ts'
import { header, headerSchema } from './pure/header.ts'

const output = z.strictObject({
  ...headerSchema,
  engines: z.array(z.strictObject({ engine: z.string(), program: z.string(), path: z.string() })),
})

/** Which engines are on this computer. It names files of the user, so it stays off HTTP and MCP. */
export const engine = defineOperation({
  name: 'engine',
  summary: 'engine.summary',
  effect: 'read',
  surfaces: ['cli', 'library'],
  input: z.strictObject({}),
  output,
  flags: {},
  examples: ['engine', 'engine --json'],
  async run(_given, context) {
    const found = await enginesFound(process.env.PATH ?? '')
    return {
      ...header(context),
      engines: found.map(({ engine, program, path }) => ({ engine, program, path })),
    }
  },
  present({ engines }, { locale }) {
    if (engines.length === 0) return [{ kind: 'paragraph', text: say(locale, 'engine.none') }]
    return [
      { kind: 'paragraph', text: say(locale, 'engine.found', { count: engines.length }) },
      {
        kind: 'table',
        columns: [
          { title: say(locale, 'column.engine') },
          { title: say(locale, 'column.program') },
          { title: say(locale, 'column.path') },
        ],
        rows: engines.map(({ engine, program, path }) => [
          { text: engine, tone: 'strong' },
          { text: program },
          { text: path },
        ]),
      },
    ]
  },
})
