import type { Gpu } from '../hardware-report.ts'
import { displayOnly, integratedWords } from './parse-lspci.ts'

/**
 * Windows: names from Win32_VideoController with the driver's own memory size from the registry, because AdapterRAM is a
 * 32-bit number that ends at 4 GiB.
 */
export const videoControllersScript = [
  '$m=@{};Get-ItemProperty "HKLM:\\SYSTEM\\ControlSet001\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*" -ErrorAction SilentlyContinue|',
  'ForEach-Object{if($_.DriverDesc){$m[$_.DriverDesc]=$_."HardwareInformation.qwMemorySize"}};',
  'Get-CimInstance Win32_VideoController|ForEach-Object{@{Name=$_.Name;AdapterRAM=$_.AdapterRAM;qwMemorySize=$m[$_.Name]}}|ConvertTo-Json -Compress',
].join('')

const adapterRamMax = 4_293_918_720

/** The JSON that the script prints: one object, or a list of them. */
export function parseVideoControllers(text: string): Gpu[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return []
  }
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  return list.slice(0, 32).flatMap((entry) => {
    if (
      typeof entry !== 'object' ||
      entry === null ||
      !('Name' in entry) ||
      typeof entry.Name !== 'string'
    )
      return []
    const name = entry.Name.slice(0, 200)
    if (displayOnly.test(name)) return []
    const vendor = /NVIDIA|GeForce|Quadro|RTX/i.test(name)
      ? ('nvidia' as const)
      : /AMD|Radeon/i.test(name)
        ? ('amd' as const)
        : /Intel/i.test(name)
          ? ('intel' as const)
          : ('other' as const)
    if (vendor === 'other') return []
    const isUnified = /80[56]0S/.test(name)
    // Intel sells cards only as Arc A, B and Pro; every other graphics of theirs is part of a processor.
    const isCard = /Arc(\(TM\))? (A|B|Pro)\s?\d/i.test(name)
    const isIntegrated =
      isUnified || (!isCard && (vendor === 'intel' || integratedWords.test(name)))
    return [
      {
        name,
        vendor,
        memoryBytes: isIntegrated ? undefined : memoryOf(entry),
        isIntegrated,
        isUnified,
        probe: 'Win32_VideoController',
      },
    ]
  })
}

function memoryOf(entry: object): number | undefined {
  const driver = 'qwMemorySize' in entry ? Number(entry.qwMemorySize) : Number.NaN
  if (driver > 0 && Number.isSafeInteger(driver)) return driver
  const adapter = 'AdapterRAM' in entry ? Number(entry.AdapterRAM) : Number.NaN
  // At the limit of 32 bits the true size is anything from 4 GiB on: unknown.
  return adapter > 0 && adapter < adapterRamMax ? adapter : undefined
}
