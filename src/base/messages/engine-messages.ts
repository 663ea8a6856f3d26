import type { Message } from '../message.ts'

/** Engines: which are here, and bringing one. */
export const engineMessages = {
  'problem.engine.none': {
    en: 'none is installed',
    'zh-TW': '尚未安裝',
    'zh-CN': '尚未安装',
  },
  'problem.engine.folder': {
    en: '{folder} has no node-llama-cpp in it',
    'zh-TW': '{folder} 裡沒有 node-llama-cpp',
    'zh-CN': '{folder} 里没有 node-llama-cpp',
  },
} as const satisfies Record<string, Message>
