import type { Messages } from '../message.ts'

export const webMessages = {
  'web.language': { en: 'Language', 'zh-TW': '介面語言', 'zh-CN': '界面语言' },
  'web.machine': { en: 'Machine', 'zh-TW': '機器', 'zh-CN': '机器' },
  'web.task': { en: 'Task', 'zh-TW': '用途', 'zh-CN': '用途' },
  'web.context': {
    en: 'Context per user, tokens',
    'zh-TW': '每位使用者的上下文（token）',
    'zh-CN': '每位用户的上下文（token）',
  },
  'web.answerLanguage': { en: 'Must speak', 'zh-TW': '必須會說', 'zh-CN': '必须会说' },
  'web.any': { en: 'any language', 'zh-TW': '不限語言', 'zh-CN': '不限语言' },
  'web.commercial': { en: 'for commercial use', 'zh-TW': '商業用途', 'zh-CN': '商业用途' },
  'web.ask': { en: 'Which model?', 'zh-TW': '該選哪個？', 'zh-CN': '该选哪个？' },
  'web.loading': {
    en: 'Loading the catalogue …',
    'zh-TW': '載入型錄中…',
    'zh-CN': '正在载入目录…',
  },
} as const satisfies Messages
