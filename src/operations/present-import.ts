import type { TextDocument } from '../base/document.ts'
import { say } from '../base/messages/all-messages.ts'
import { formatCount, formatParams, formatTokens } from '../base/quantities.ts'
import type { ImportOutput } from './import.ts'
import type { Reader } from './operation.ts'

/** What was imported, how it is proved, and what to do next. */
export function presentImport(result: ImportOutput, { locale }: Reader): TextDocument {
  const { action, model, checks, file, imported } = result
  if (model === undefined)
    return [
      {
        kind: 'paragraph',
        text:
          imported.length === 0 && action === 'listed'
            ? say(locale, 'import.none')
            : say(locale, `import.${action}`, { count: imported.length }),
      },
      { kind: 'list', items: imported.map((text) => ({ text })) },
    ]
  const unknown = say(locale, 'word.unknown')
  return [
    {
      kind: 'paragraph',
      tone: 'good',
      text: say(locale, `import.${action}`, { model: model.id, from: model.from }),
    },
    {
      kind: 'list',
      items: checks.map(({ check, outcome, published = 0, derived = 0, differing }) => ({
        text: say(locale, `import.check.${check}.${outcome}`, {
          published: formatCount(published),
          derived: formatCount(derived),
          differing,
        }),
        tone: outcome === 'exact' ? 'good' : outcome === 'within' ? 'plain' : 'warning',
      })),
    },
    {
      kind: 'facts',
      rows: [
        [say(locale, 'column.total'), formatParams(model.totalParams)],
        [
          say(locale, 'column.context'),
          model.contextLength === undefined ? unknown : formatTokens(model.contextLength),
        ],
        [say(locale, 'column.licence'), model.licence ?? unknown],
        [say(locale, 'import.architecture'), model.engineName ?? model.modelType],
        ...(model.revision === undefined
          ? []
          : [[say(locale, 'import.revision'), model.revision] as const]),
        ...(file === undefined ? [] : [[say(locale, 'import.file'), file] as const]),
      ].map(([label = '', text = '']) => ({ label, value: { text } })),
    },
    ...(model.engineName === undefined
      ? ([{ kind: 'paragraph', tone: 'warning', text: say(locale, 'import.noEngine') }] as const)
      : []),
    ...(action === 'checked'
      ? []
      : ([
          {
            kind: 'commands',
            items: [
              { purpose: say(locale, 'next.size'), command: `touchstone size ${model.id}` },
              {
                purpose: say(locale, 'import.undo'),
                command: `touchstone import --remove ${model.id}`,
              },
            ],
          },
        ] as const)),
  ]
}
