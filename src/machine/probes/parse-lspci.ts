import type { Gpu } from '../hardware-report.ts'

/** Adapters that draw a screen and compute nothing: server consoles, virtual machines, basic displays. */
export const displayOnly =
  /ASPEED|Matrox|Cirrus|virtio|QXL|Bochs|VMware|VirtualBox|Hyper-V|llvmpipe|Microsoft Basic|Microsoft Remote|Parsec|Citrix|DisplayLink|Silicon Motion|IddSampleDriver|spacedesk|Virtual Display|Red Hat/i

/** Graphics that share the system's memory, by the words that vendors use for them. */
export const integratedWords =
  /\b(UHD|HD) Graphics|Iris|Raphael|Cezanne|Renoir|Lucienne|Barcelo|Phoenix|Hawk Point|Rembrandt|Picasso|Raven|Granite Ridge|Mendocino|Strix|Krackan|\bVega (3|6|7|8|10|11)( Graphics)?\b|Radeon(\(TM\))? Graphics$|Radeon (6[68]0M|7[468]0M|8[468]0M|890M|610M|780M)|Arc(\(TM\))? Graphics|Alder Lake|Raptor Lake|Meteor Lake|Tiger Lake|Arrow Lake|Lunar Lake|GT[12]\b/i

const discreteWords =
  /DG1|DG2|Battlemage|Ponte Vecchio|Data Center GPU|Arc(\(TM\))? (A|B|Pro)\s?\d/i

/** `lspci -nn`: display and 3D controllers with names only; memory is not told there. */
export function parseLspci(text: string): Gpu[] {
  return text
    .split(/\r?\n/)
    .slice(0, 4096)
    .flatMap((line) => {
      const described =
        /(?:VGA compatible controller|3D controller|Display controller|Processing accelerators)[^:]*:\s*(.+)$/.exec(
          line,
        )?.[1]
      if (described === undefined || displayOnly.test(described)) return []
      const vendor = vendorOf(described)
      if (vendor === 'other') return []
      const bracketed =
        /\[([^\]]*(?:GeForce|RTX|GTX|Radeon|Tesla|Quadro|Instinct|Arc|Iris|Graphics)[^\]]*)\]/i.exec(
          described,
        )?.[1]
      const name = (bracketed ?? described).replace(/\s*\[[0-9a-f]{4}:[0-9a-f]{4}\].*$/i, '').trim()
      const isIntegrated =
        !discreteWords.test(described) && (vendor === 'intel' || integratedWords.test(described))
      return [
        {
          name,
          vendor,
          isIntegrated,
          isUnified: /Strix Halo|80[56]0S/i.test(described),
          probe: 'lspci',
        },
      ]
    })
}

function vendorOf(text: string): Gpu['vendor'] {
  if (/NVIDIA/i.test(text)) return 'nvidia'
  if (/AMD|ATI\b|Advanced Micro/i.test(text)) return 'amd'
  return /Intel/i.test(text) ? 'intel' : 'other'
}
