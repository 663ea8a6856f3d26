import type { Gpu } from '../hardware-report.ts'

export const rocmSmiArguments = ['--showproductname', '--showmeminfo', 'vram', '--json']

/** Integrated parts that ROCm lists beside a card. Strix Halo is the machine's main device, not a side part. */
const integratedName =
  /Radeon (Graphics|Vega \d+ Graphics|\d{3}M)|\b(gfx90c|gfx1036|gfx1103|gfx1035|Raphael|Cezanne|Phoenix|Rembrandt|Granite Ridge)\b/i
const unifiedName = /Strix Halo|80[56]0S|gfx1151/i

/** `rocm-smi --showproductname --showmeminfo vram --json`: an object of cards, bytes as text. Throws nothing; bad text has no cards. */
export function parseRocmSmi(text: string): Gpu[] {
  const parsed = parseObject(text)
  return Object.entries(parsed).flatMap(([card, fields]) => {
    if (!/^card\d{1,3}$/.test(card) || typeof fields !== 'object' || fields === null) return []
    const field = (names: readonly string[]) => firstText(fields, names)
    const name =
      field([
        'Card Series',
        'Card series',
        'Device Name',
        'Card Model',
        'Card model',
        'GFX Version',
      ]) ?? 'AMD GPU'
    const words = [name, field(['GFX Version']) ?? '', field(['Card SKU']) ?? ''].join(' ')
    const total = wholeNumber(field(['VRAM Total Memory (B)']))
    const used = wholeNumber(field(['VRAM Total Used Memory (B)'])) ?? 0
    const isUnified = unifiedName.test(words)
    return [
      {
        name,
        vendor: 'amd' as const,
        memoryBytes: total,
        freeBytes: total === undefined ? undefined : Math.max(0, total - used),
        isIntegrated: isUnified || integratedName.test(words),
        isUnified,
        probe: 'rocm-smi',
      },
    ]
  })
}

/** rocm-smi prints warnings before the JSON on some systems. */
function parseObject(text: string): object {
  const start = text.indexOf('{')
  try {
    const value: unknown = start < 0 ? undefined : JSON.parse(text.slice(start))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function firstText(fields: object, names: readonly string[]): string | undefined {
  for (const [key, value] of Object.entries(fields))
    if (
      names.includes(key) &&
      typeof value === 'string' &&
      value !== '' &&
      !/^(N\/A|0x[0-9a-f]+)$/i.test(value)
    )
      return value
  return undefined
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) && Number(text) > 0
    ? Number(text)
    : undefined
}
