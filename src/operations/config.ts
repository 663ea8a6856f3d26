import { z } from 'zod'
import { say } from '../base/messages/all-messages.ts'
import { readSettings } from '../machine/configuration.ts'
import { defineOperation } from './define-operation.ts'
import { header, headerSchema } from './pure/header.ts'

const output = z.strictObject({
  ...headerSchema,
  file: z.string(),
  settings: z.array(
    z.strictObject({
      name: z.string(),
      value: z.union([z.string(), z.boolean()]).optional(),
      origin: z.enum(['environment', 'file', 'default']),
      from: z.string().optional(),
    }),
  ),
})

/** Every setting, its value, and where it comes from. It names files of the user, so it stays off HTTP and MCP. */
export const config = defineOperation({
  name: 'config',
  summary: 'config.summary',
  effect: 'read',
  surfaces: ['cli', 'library'],
  input: z.strictObject({}),
  output,
  flags: {},
  examples: ['config', 'config --json'],
  run(_given, context) {
    const { file, settings } = readSettings()
    return {
      ...header(context),
      file,
      settings: settings.map(({ name, value, origin, from }) => ({ name, value, origin, from })),
    }
  },
  present: ({ file, settings }, { locale }) => [
    { kind: 'paragraph', text: say(locale, 'config.file', { file }) },
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'config.setting') },
        { title: say(locale, 'config.value') },
        { title: say(locale, 'config.origin') },
      ],
      rows: settings.map(({ name, value, origin, from }) => [
        { text: name, tone: 'strong' },
        value === undefined
          ? { text: say(locale, 'word.none'), tone: 'dim' }
          : { text: String(value) },
        {
          text:
            origin === 'environment'
              ? `${say(locale, `config.origin.${origin}`)} ${from ?? ''}`
              : say(locale, `config.origin.${origin}`),
        },
      ]),
    },
  ],
})
