/**
 * Whether a text names a whole number: 131,072 with or without commas, or as 128K (of 1,024 or 1,000) or 1M. What
 * excuses a figure names it, so that the excuse does not stand for whatever figure comes there later.
 */
export function namesFigure(text: string, figure: number): boolean {
  const forms = [figure.toLocaleString('en-US'), String(figure)]
  for (const [unit, sign] of [
    [1024, 'K'],
    [1000, 'K'],
    [1024 ** 2, 'M'],
    [1000 ** 2, 'M'],
  ] as const)
    if (figure % unit === 0) forms.push(`${figure / unit}${sign}`)
  return forms.some((form) => new RegExp(`(?<![\\d.,])${form}(?![\\w]|[.,]\\d)`).test(text))
}
