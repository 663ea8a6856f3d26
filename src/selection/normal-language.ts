/** zh-TW, zh_HK → zh-Hant; zh-CN, zh-SG → zh-Hans; otherwise the language with its script as given. */
export function normalLanguage(tag: string): string {
  const [language = '', ...rest] = tag.replaceAll('_', '-').split('-')
  const lower = language.toLowerCase()
  const subtags = rest.map((part) => part.toLowerCase())
  if (lower === 'zh' || lower === 'cmn') {
    if (subtags.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part))) return 'zh-Hant'
    if (subtags.some((part) => ['hans', 'cn', 'sg'].includes(part))) return 'zh-Hans'
    return 'zh'
  }
  return lower
}
