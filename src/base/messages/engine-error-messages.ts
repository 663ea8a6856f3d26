import type { Message } from '../message.ts'

/** What goes wrong with an engine and with measuring. */
export const engineErrorMessages = {
  'error.engine_missing': {
    en: 'There is no engine to use: {problem}. `touchstone engine install` brings one; everything but measuring works without it.',
    'zh-TW':
      '沒有可用的引擎：{problem}。執行 `touchstone engine install` 即可安裝；除了實測以外，其他功能都不需要它。',
    'zh-CN':
      '没有可用的引擎：{problem}。运行 `touchstone engine install` 即可安装；除了实测以外，其他功能都不需要它。',
  },
  'error.engine_install_failed': {
    en: 'The engine was not installed: {problem}. Nothing was changed.',
    'zh-TW': '引擎沒有裝成：{problem}。沒有任何變動。',
    'zh-CN': '引擎没有装成：{problem}。没有任何变动。',
  },
  'error.engine_failed': {
    en: 'The engine refused: {problem}',
    'zh-TW': '引擎拒絕執行：{problem}',
    'zh-CN': '引擎拒绝执行：{problem}',
  },
  'error.engine_crashed': {
    en: 'The engine ended by itself ({signal}) while it was to {step}. Its last words: {problem}',
    'zh-TW': '引擎在 {step} 時自行中止（{signal}）。它最後的訊息：{problem}',
    'zh-CN': '引擎在 {step} 时自行中止（{signal}）。它最后的消息：{problem}',
  },
  'error.engine_stalled': {
    en: 'The engine did nothing for {seconds} s while it was to {step}, so it was ended. It did not crash.',
    'zh-TW': '引擎在 {step} 時 {seconds} 秒毫無進展，因此已將它結束。它並沒有當掉。',
    'zh-CN': '引擎在 {step} 时 {seconds} 秒毫无进展，因此已将它结束。它并没有崩溃。',
  },
  'error.interrupted': {
    en: 'Stopped as you asked. Nothing was left behind.',
    'zh-TW': '已依你的要求停止，沒有留下任何檔案。',
    'zh-CN': '已按你的要求停止，没有留下任何文件。',
  },
  'error.cannot_measure': {
    en: '{model} cannot be measured here: {problem}.',
    'zh-TW': '無法在這裡實測 {model}：{problem}。',
    'zh-CN': '无法在这里实测 {model}：{problem}。',
  },
} as const satisfies Record<string, Message>
