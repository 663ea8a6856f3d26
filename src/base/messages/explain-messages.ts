import type { Messages } from '../message.ts'

export const explainMessages = {
  'explain.summary': {
    en: 'Why this model, or why not, and what would change that',
    'zh-TW': '為什麼是這個模型，或為什麼不是，以及怎樣才會改變',
    'zh-CN': '为什么是这个模型，或为什么不是，以及怎样才会改变',
  },
  'explain.first': {
    en: '{model} is the first choice for {task} on {machine}, of {candidates} that fit and may be used so.',
    'zh-TW':
      '在 {machine} 上做「{task}」，{model} 是首選；裝得下且可以這樣用的共 {candidates} 個。',
    'zh-CN': '在 {machine} 上做“{task}”，{model} 是首选；装得下且可以这样用的共 {candidates} 个。',
  },
  'explain.shortlisted': {
    en: '{model} is number {rank} of {candidates} for {task} on {machine}.',
    'zh-TW': '在 {machine} 上做「{task}」，{model} 在 {candidates} 個裡排第 {rank}，進入建議名單。',
    'zh-CN': '在 {machine} 上做“{task}”，{model} 在 {candidates} 个里排第 {rank}，进入推荐名单。',
  },
  'explain.outranked': {
    en: '{model} fits and may be used so, but is number {rank} of {candidates} for {task} on {machine}.',
    'zh-TW':
      '{model} 裝得下也可以這樣用，但在 {machine} 上做「{task}」只排第 {rank}（共 {candidates} 個）。',
    'zh-CN':
      '{model} 装得下也可以这样用，但在 {machine} 上做“{task}”只排第 {rank}（共 {candidates} 个）。',
  },
  'explain.refused': {
    en: '{model} is no choice for {task} on {machine}: {bindings}.',
    'zh-TW': '在 {machine} 上做「{task}」不能選 {model}：卡在{bindings}。',
    'zh-CN': '在 {machine} 上做“{task}”不能选 {model}：卡在{bindings}。',
  },
  'explain.tied': {
    en: 'The evidence cannot tell it from {models}.',
    'zh-TW': '現有證據分不出它與 {models} 的高下。',
    'zh-CN': '现有证据分不出它与 {models} 的高下。',
  },
  'explain.rivals': {
    en: 'Ranked before it',
    'zh-TW': '排在它前面的',
    'zh-CN': '排在它前面的',
  },
  'explain.obstacles': {
    en: 'What stands in the way, and each change that would lift it',
    'zh-TW': '卡在哪裡，以及可以各自解決的改動',
    'zh-CN': '卡在哪里，以及可以各自解决的改动',
  },
  'explain.allNeeded': {
    en: 'One change for each of these lines is needed.',
    'zh-TW': '上面每一行都要有一項改動。',
    'zh-CN': '上面每一行都要有一项改动。',
  },
  'explain.noChange': {
    en: 'nothing that can be asked for here',
    'zh-TW': '沒有可以調整的條件',
    'zh-CN': '没有可以调整的条件',
  },
  'explain.or': { en: ' or ', 'zh-TW': '，或', 'zh-CN': '，或' },
  'column.certainty': {
    en: 'Really better',
    'zh-TW': '真的較好的機率',
    'zh-CN': '真的较好的概率',
  },
  'column.betterOn': { en: 'Ahead on', 'zh-TW': '勝在', 'zh-CN': '胜在' },
  'axis.quality': { en: 'quality', 'zh-TW': '品質', 'zh-CN': '质量' },
  'axis.speed': { en: 'speed', 'zh-TW': '速度', 'zh-CN': '速度' },
  'explain.preferences': {
    en: 'It would stand higher',
    'zh-TW': '這樣會排得更前面',
    'zh-CN': '这样会排得更前面',
  },
  'explain.preference': {
    en: 'number {rank} where {prefer} counts most (--prefer)',
    'zh-TW': '最看重{prefer}時排第 {rank}（--prefer）',
    'zh-CN': '最看重{prefer}时排第 {rank}（--prefer）',
  },
  'axis.price': { en: 'price', 'zh-TW': '價格', 'zh-CN': '价格' },
  'axis.memory': { en: 'memory', 'zh-TW': '記憶體', 'zh-CN': '内存' },
  'change.without': {
    en: '{label} without {from}',
    'zh-TW': '{label}不含 {from}',
    'zh-CN': '{label}不含 {from}',
  },
  'change.asAsked': { en: 'as asked', 'zh-TW': '目前的條件', 'zh-CN': '目前的条件' },
  'change.deviceCount': {
    en: 'number of {device}',
    'zh-TW': '{device} 張數',
    'zh-CN': '{device} 张数',
  },
  'change.contextPerUser': {
    en: 'context per user',
    'zh-TW': '每人上下文',
    'zh-CN': '每人上下文',
  },
  'change.parallel': {
    en: 'conversations at a time',
    'zh-TW': '同時對話數',
    'zh-CN': '同时对话数',
  },
  'change.systemMemoryBytes': { en: 'RAM', 'zh-TW': '主記憶體', 'zh-CN': '内存' },
  'change.usableMemoryBytes': {
    en: 'memory that may be used',
    'zh-TW': '可用記憶體',
    'zh-CN': '可用内存',
  },
  'change.licenceUse': { en: 'licence', 'zh-TW': '授權用途', 'zh-CN': '许可用途' },
  'change.licenceUse.actions': {
    en: 'what is done with it',
    'zh-TW': '用途',
    'zh-CN': '用途',
  },
  'change.licenceUse.territories': { en: 'territories', 'zh-TW': '地區', 'zh-CN': '地区' },
  'change.licenceUse.monthlyActiveUsers': {
    en: 'users a month',
    'zh-TW': '月活躍使用者',
    'zh-CN': '月活跃用户',
  },
  'change.licenceUse.revenueUsd': {
    en: 'revenue in USD a year',
    'zh-TW': '年營收（美元）',
    'zh-CN': '年营收（美元）',
  },
  'change.licenceUse.commercial': { en: 'commercial use', 'zh-TW': '商用', 'zh-CN': '商用' },
  'change.languages': { en: 'languages', 'zh-TW': '語言', 'zh-CN': '语言' },
  'change.modalities': { en: 'input kinds', 'zh-TW': '輸入類型', 'zh-CN': '输入类型' },
  'change.tools': { en: 'tool calls', 'zh-TW': '工具呼叫', 'zh-CN': '工具调用' },
  'change.reasoning': { en: 'thinking', 'zh-TW': '思考模式', 'zh-CN': '思考模式' },
  'change.ungated': {
    en: 'download without a form',
    'zh-TW': '下載免填表',
    'zh-CN': '下载免填表',
  },
  'change.developerCountriesExcluded': {
    en: 'countries left out',
    'zh-TW': '排除的國家',
    'zh-CN': '排除的国家',
  },
  'change.maxTotalParams': {
    en: 'largest size',
    'zh-TW': '參數量上限',
    'zh-CN': '参数量上限',
  },
  'change.minTotalParams': {
    en: 'smallest size',
    'zh-TW': '參數量下限',
    'zh-CN': '参数量下限',
  },
  'change.maxActiveParams': {
    en: 'largest active size',
    'zh-TW': '活躍參數上限',
    'zh-CN': '激活参数上限',
  },
  'change.releasedAfter': { en: 'released after', 'zh-TW': '發布晚於', 'zh-CN': '发布晚于' },
  'change.maxPriceUsdPerMillionTokens': {
    en: 'highest price in USD per million tokens',
    'zh-TW': '每百萬 token 價格上限（美元）',
    'zh-CN': '每百万 token 价格上限（美元）',
  },
  'change.minDecodeTokensPerSecond': {
    en: 'lowest speed in tokens per second',
    'zh-TW': '最低速度（token／秒）',
    'zh-CN': '最低速度（token／秒）',
  },
  'change.maxTimeToFirstTokenMs': {
    en: 'longest wait for the first token in ms',
    'zh-TW': '首個 token 最長等待（毫秒）',
    'zh-CN': '首个 token 最长等待（毫秒）',
  },
  'change.limit': {
    en: 'length of the shortlist',
    'zh-TW': '建議名單長度',
    'zh-CN': '推荐名单长度',
  },
} as const satisfies Messages
