import { formatBytes } from '../../base/bytes.ts'
import type { Block } from '../../base/document.ts'
import type { Locale } from '../../base/locale.ts'
import { say } from '../../base/messages/all-messages.ts'
import type { SizeOutput } from './size-output.ts'

/** Sets of devices that hold a model, and the RAM that does. */
export function presentDeviceSets({ deviceSets, ramBytes }: SizeOutput, locale: Locale): Block[] {
  if (deviceSets === undefined) return []
  const blocks: Block[] = [{ kind: 'heading', text: say(locale, 'size.sets') }]
  if (deviceSets.length === 0) blocks.push({ kind: 'paragraph', text: say(locale, 'size.noSet') })
  else
    blocks.push(
      {
        kind: 'table',
        columns: [
          { title: say(locale, 'column.device') },
          { title: say(locale, 'size.part.total'), align: 'right' },
          { title: say(locale, 'column.others') },
        ],
        rows: deviceSets.map(({ count, name, totalMemoryBytes, others }) => [
          { text: count === 1 ? name : `${count} × ${name}` },
          { text: formatBytes(totalMemoryBytes) },
          { text: others.join(', '), tone: 'dim' as const },
        ]),
      },
      { kind: 'paragraph', tone: 'dim', text: say(locale, 'size.setsOrder') },
    )
  if (ramBytes !== undefined)
    blocks.push({
      kind: 'paragraph',
      text: say(locale, 'size.ram', { bytes: formatBytes(ramBytes) }),
    })
  return blocks
}
