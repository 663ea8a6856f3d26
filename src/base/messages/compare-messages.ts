import type { Messages } from '../message.ts'

export const compareMessages = {
  'compare.qualityFor': {
    en: 'Quality: {task}',
    'zh-TW': '品質：{task}',
    'zh-CN': '质量：{task}',
  },
  'compare.quality': {
    en: 'Quality in points with its 80 % interval: 50 is the mean of the rated open chat models, 10 one standard deviation; ~ marks a prediction from size, release date and maker.',
    'zh-TW':
      '品質附 80 % 區間：50 是有評分的開放對話模型平均，10 是一個標準差；~ 表示由參數量、發布日期與廠商推估。',
    'zh-CN':
      '质量附 80 % 区间：50 是有评分的开放对话模型平均，10 是一个标准差；~ 表示由参数量、发布日期与厂商推估。',
  },
  'compare.reasoning.none': { en: 'no', 'zh-TW': '沒有', 'zh-CN': '没有' },
  'compare.reasoning.always': { en: 'always on', 'zh-TW': '一律思考', 'zh-CN': '始终思考' },
  'compare.reasoning.template-variable': { en: 'switch', 'zh-TW': '可切換', 'zh-CN': '可切换' },
  'compare.reasoning.soft-token': { en: 'switch', 'zh-TW': '可切換', 'zh-CN': '可切换' },
  'compare.reasoning.system-text': { en: 'switch', 'zh-TW': '可切換', 'zh-CN': '可切换' },
  'compare.reasoning.effort': { en: 'by effort', 'zh-TW': '可調強度', 'zh-CN': '可调强度' },
  'compare.reasoning.budget': { en: 'by budget', 'zh-TW': '可設上限', 'zh-CN': '可设上限' },
  'compare.price': {
    en: 'Hosted from, USD per million tokens',
    'zh-TW': '託管最低價（美元／百萬 token）',
    'zh-CN': '托管最低价（美元／百万 token）',
  },
  'compare.costs': {
    en: 'Hosted against this machine',
    'zh-TW': '託管與自有機器的比較',
    'zh-CN': '托管与自有机器的比较',
  },
  'compare.hostedPerDay': {
    en: 'Hosted, USD a day',
    'zh-TW': '託管，每日美元',
    'zh-CN': '托管，每日美元',
  },
  'compare.hoursPerDay': {
    en: 'Hours of computing a day here',
    'zh-TW': '本機每日運算小時',
    'zh-CN': '本机每日运算小时',
  },
  'compare.ownPerDay': {
    en: 'Electricity here, USD a day',
    'zh-TW': '本機電費，每日美元',
    'zh-CN': '本机电费，每日美元',
  },
  'compare.breakEven': {
    en: 'Days until the hardware has paid for itself',
    'zh-TW': '硬體回本天數',
    'zh-CN': '硬件回本天数',
  },
  'compare.never': {
    en: 'never, or not known',
    'zh-TW': '不會回本，或資料不足',
    'zh-CN': '不会回本，或数据不足',
  },
  'compare.costBasis': {
    en: '{share} % of the tokens are taken to be prompts (--input-share). One conversation at a time at the estimated speed; more than 24 hours a day is too much for one. Labour, cooling, idle power and resale are left out. Prices are those that the providers listed on the day named.',
    'zh-TW':
      '假設 {share} % 的 token 是輸入（--input-share）。以推估速度、一次一個對話計算；每日超過 24 小時就做不完。人力、散熱、待機耗電與殘值未計入。價格是各供應商在所示日期的標價。',
    'zh-CN':
      '假设 {share} % 的 token 是输入（--input-share）。按推估速度、一次一个对话计算；每日超过 24 小时就做不完。人力、散热、待机耗电与残值未计入。价格是各供应商在所示日期的标价。',
  },
  'flag.tokensPerDay': {
    en: 'Tokens a day, prompts and answers together, to weigh hosted prices against this machine (20M)',
    'zh-TW': '每日 token 數（輸入加輸出），用來比較託管價格與自有機器（20M）',
    'zh-CN': '每日 token 数（输入加输出），用来比较托管价格与自有机器（20M）',
  },
  'flag.inputShare': {
    en: 'Of them, the share of prompts (0.75)',
    'zh-TW': '其中輸入所占比例（0.75）',
    'zh-CN': '其中输入所占比例（0.75）',
  },
  'flag.hardwareUsd': {
    en: 'Price of the machine in US dollars',
    'zh-TW': '機器價格（美元）',
    'zh-CN': '机器价格（美元）',
  },
  'flag.powerWatts': {
    en: 'Power it draws while computing, in watts',
    'zh-TW': '運算時的耗電（瓦）',
    'zh-CN': '运算时的耗电（瓦）',
  },
  'flag.electricityUsdPerKwh': {
    en: 'Price of electricity in US dollars per kWh',
    'zh-TW': '電價（美元／度）',
    'zh-CN': '电价（美元／度）',
  },
} as const satisfies Messages
