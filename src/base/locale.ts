export const locales = ['en', 'zh-TW', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

/**
 * The interface language for a POSIX locale (`zh_TW.UTF-8`) or a BCP 47 tag (`zh-Hant-HK`).
 * Traditional script regions read zh-TW, all other Chinese zh-CN, everything else English.
 */
export function matchLocale(tag: string | undefined): Locale {
  const normal = (tag ?? '').toLowerCase().replaceAll('_', '-').split('.')[0] ?? ''
  if (!normal.startsWith('zh')) return 'en'
  return /-(hant|tw|hk|mo)\b/.test(normal) ? 'zh-TW' : 'zh-CN'
}
