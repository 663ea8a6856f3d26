import type { Messages } from '../message.ts'

export const deviceMessages = {
  'assumed.variant': {
    en: '"{device}" is taken as {chosen}, the slowest of its variants (also: {others})',
    'zh-TW': '「{device}」視為 {chosen}，即各版本中最慢的一種（另有：{others}）',
    'zh-CN': '“{device}”视为 {chosen}，即各版本中最慢的一种（另有：{others}）',
  },
  'assumed.memoryBandwidth': {
    en: 'RAM at {bandwidth} GB/s (two channels of DDR4-3200); say bandwidth=90GB/s if you know it',
    'zh-TW': '主記憶體頻寬 {bandwidth} GB/s（雙通道 DDR4-3200）；若知道實際值請寫 bandwidth=90GB/s',
    'zh-CN': '内存带宽 {bandwidth} GB/s（双通道 DDR4-3200）；若知道实际值请写 bandwidth=90GB/s',
  },
} as const satisfies Messages
