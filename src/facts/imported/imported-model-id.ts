/**
 * The id of an imported model: the last part of its Hub id or file name in the catalogue's form, small letters, digits,
 * dots and hyphens. File names come from outside, so nothing else may pass: the id becomes a file name itself.
 */
export function importedModelId(name: string): string {
  const last = name.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  const id = last
    .normalize('NFKC')
    .replace(/\.(gguf|safetensors|json)$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
    .replace(/[-.]+$/, '')
  return id === '' ? 'imported-model' : id
}
