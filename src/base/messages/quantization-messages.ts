import type { Message } from '../message.ts'

/** Words about quantizations that publishers make by tables of their own. */
export const quantizationMessages = {
  'size.basisEstimate': {
    en: 'Estimate: {quantization} is a publisher’s own recipe, not one of llama.cpp’s. Weights are scaled from the nearest recipe by what published files differ; four files of five are between {low} and {high}.',
    'zh-TW':
      '估計值：{quantization} 是發布者自訂的配方，不是 llama.cpp 的。權重依最接近的配方、按已發布檔案的差異換算；五個檔案中約有四個在 {low} 到 {high} 之間。',
    'zh-CN':
      '估计值：{quantization} 是发布者自订的配方，不是 llama.cpp 的。权重依最接近的配方、按已发布文件的差异换算；五个文件中约有四个在 {low} 到 {high} 之间。',
  },
} as const satisfies Record<string, Message>
