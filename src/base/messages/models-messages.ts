import type { Message } from '../message.ts'

/** Words of the list of models. */
export const modelsMessages = {
  'flag.imported': {
    en: 'Only models that you imported',
    'zh-TW': '只列出自己匯入的模型',
    'zh-CN': '只列出自己导入的模型',
  },
} as const satisfies Record<string, Message>
