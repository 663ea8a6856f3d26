export const KiB = 1024
export const MiB = 1024 ** 2
export const GiB = 1024 ** 3

/** `5.84 GiB`, `728 MiB`: binary units, labelled so, three significant figures. */
export function formatBytes(bytes: number): string {
  const [value, unit] =
    bytes >= GiB ? [bytes / GiB, 'GiB'] : bytes >= MiB ? [bytes / MiB, 'MiB'] : [bytes / KiB, 'KiB']
  return `${formatSignificant(value)} ${unit}`
}

/** Three significant figures, at least the whole number: 5.84, 58.4, 584, 5840. */
export function formatSignificant(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toFixed(digits)
}
