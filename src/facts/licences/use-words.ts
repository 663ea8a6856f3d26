import type { LicenceUse } from './licence-use.ts'

type Action = NonNullable<LicenceUse['actions']>[number]

/** What a word in a description of a use means. */
export type UseWord =
  | { readonly kind: 'commercial'; readonly value: boolean }
  | { readonly kind: 'action'; readonly value: Action }
  | { readonly kind: 'label'; readonly value: 'revenue' | 'users'; readonly monthly?: boolean }
  /** `less than` and `more than` a figure: thresholds are exceeded, or not, by the next whole number. */
  | { readonly kind: 'bound'; readonly value: -1 | 1 }
  | { readonly kind: 'filler' }

const list = (text: string) => text.split('|')

const phrases: readonly (readonly [UseWord, readonly string[]])[] = [
  [
    { kind: 'commercial', value: true },
    list(
      'commercial|commercially|commercial use|commercial product|for profit|for-profit|business|company|companies|enterprise|corporate|corporation|startup|start-up|at work|sell|sells|selling|sold|resell|paid|paid product|charge for it|paying customers|paying users|monetize|monetise|商用|商業|商业|商業用途|商业用途|商業使用|商业使用|商業利用|商业利用|商業化|商业化|商業產品|商业产品|公司|企業|企业|營利|营利|盈利|新創|创业|販售|贩售|販賣|贩卖|銷售|销售|出售|賣|卖|賣給|卖给|收費|收费|付費|付费',
    ),
  ],
  [
    { kind: 'commercial', value: false },
    list(
      'personal|personally|private|privately|hobby|home|non-commercial|noncommercial|non commercial|not commercial|not for profit|non-profit|nonprofit|research|academic|education|educational|student|study|個人|个人|研究|學術|学术|教育|教學|教学|學生|学生|非商用|非商業|非商业|非營利|非营利|不商用|自用|私人|興趣|兴趣',
    ),
  ],
  [
    { kind: 'action', value: 'run' },
    list(
      'run|running|inference|locally|local|offline|internal use|internal|internally|internal tool|in-house|inhouse|on-premises|on-prem|employees|執行|运行|跑|本機|本机|本地|離線|离线|內部使用|内部使用|內部|内部|內部工具|内部工具|內用|内用|員工|员工|推論|推理',
    ),
  ],
  [
    { kind: 'action', value: 'fine-tune' },
    list(
      'fine-tune|finetune|fine tune|fine-tuning|finetuning|fine tuning|fine-tuned|tune|train|retrain|adapt|lora|qlora|modify|微調|微调|訓練|训练|調校|修改|再訓練|继续训练',
    ),
  ],
  [
    { kind: 'action', value: 'product' },
    list(
      'product|products|commercial product|paid product|sell|sells|selling|sold|resell|app|apps|mobile app|web app|application|applications|software|plugin|plug-in|extension|game|games|website|web site|chatbot|built into|build into|build it into|built in|build in|building into|embed|embeds|embedded|embedding it|integrate|integrates|integrated|integration|商業產品|商业产品|產品|产品|產品中|产品中|產品裡|产品里|應用程式|应用程序|應用|应用|應用中|应用中|軟體|软件|手機應用程式|小程序|網站|网站|遊戲|游戏|聊天機器人|聊天机器人|放進|放进|裝進|装进|做進|做进|內建|内建|內置|内置|內嵌|内嵌|嵌入|整合|整合到|集成|集成到|賣給|卖给|賣|卖|販售|贩售|販賣|贩卖|銷售|销售|出售',
    ),
  ],
  [
    { kind: 'action', value: 'publish' },
    list(
      'publish|publishing|published|release|releasing|redistribute|redistribution|distribute|distribution|share|sharing|upload|open source|open-source|ship|ships|shipping|shipped|bundle|bundled|發布|发布|發佈|散布|散佈|分發|分发|釋出|公開|公开|開源|开源|再散布|上傳|上传|共享|分享|隨附|随附',
    ),
  ],
  [
    { kind: 'action', value: 'host' },
    list(
      'host|hosting|hosted|host it for others|host for others|hosting for others|hosted service|saas|api|api service|inference api|service|services|as a service|model as a service|maas|serve|serving|offer as a service|託管|托管|api服務|api服务|api 服務|api 服务|服務|服务|提供服務|提供服务|雲端服務|云服务|對外服務|对外服务|對外提供服務|对外提供服务|線上服務|在线服务',
    ),
  ],
  [
    { kind: 'action', value: 'train-on-outputs' },
    list(
      'train-on-outputs|distill|distil|distillation|distilling|synthetic data|training data|蒸餾|蒸馏|合成資料|合成数据|訓練資料|训练数据',
    ),
  ],
  [
    { kind: 'label', value: 'revenue' },
    list(
      'revenue|revenues|annual revenue|yearly revenue|turnover|annual turnover|sales|income|arr|年營收|年营收|營收|营收|收入|年收入|營業額|营业额|年營業額|年营业额',
    ),
  ],
  [
    { kind: 'label', value: 'revenue', monthly: true },
    list(
      'monthly revenue|mrr|monthly|per month|a month|/month|每月|每個月|每个月|月營收|月营收|月收入|每月營收|每月营收|每月收入',
    ),
  ],
  [
    { kind: 'label', value: 'users' },
    list(
      'mau|maus|monthly active users|monthly users|active users|users|user|月活|月活躍|月活跃|月活數|月活数|月活躍使用者|月活躍用戶|月活跃用户|使用者|用戶|用户|每月活躍使用者|每月活跃用户',
    ),
  ],
  [
    { kind: 'bound', value: -1 },
    list('less than|under|below|fewer than|<|不到|低於|低于|少於|少于|未滿|未满|未達|未达'),
  ],
  [
    { kind: 'bound', value: 1 },
    list('more than|over|above|exceeding|>|超過|超过|多於|多于|高於|高于|大於|大于'),
  ],
  [
    { kind: 'filler' },
    list(
      "use|uses|used|using|usage|for|in|the|a|an|of|with|my|our|own|by|at|on|it|its|to|as|is|we|i|i'm|we're|are|and|or|plus|also|then|only|about|around|approximately|up to|at most|at least|annual|annually|yearly|year|a year|per year|/year|total|based|located|domiciled|from|into|inside|model|models|them|this|that|purposes|purpose|have|has|make|want|would|like|將|将|用於|用于|在|的|中|裡|里|內|内|到|並|并|並且|并且|和|與|与|及|以及|且|或|或者|年|每年|一年|約|约|大約|大约|用途|使用|用|位於|位于|設在|设在|我們|我们|我|於|于|為|为|是|有|做|要|會|会|想|再|後|后|給|给|他人|別人|别人|當作|当作|達|达|了|模型|至少|最多|地區|地区|市場|市场|境內|境内|作為|作为|可以|嗎|吗|提供|客戶|客户|透過|通过|provide|providing|offer|offering|via|through|customers|clients|customer|client|能|能不能|can|may|will|which|who|get|gets|be|need|needs|please|within|all|coding|programming|chat|chatting|translation|writing|寫程式|写程序|写代码|編程|编程|聊天|翻譯|翻译|寫作|写作|:|：",
    ),
  ],
]

/** Every phrase in lower case with its meanings: to sell something says that it is commercial and that others get it. */
export const useWords: ReadonlyMap<string, readonly UseWord[]> = meanings()

function meanings(): Map<string, UseWord[]> {
  const found = new Map<string, UseWord[]>()
  for (const [word, texts] of phrases)
    for (const text of texts) found.set(text, [...(found.get(text) ?? []), word])
  return found
}

/**
 * Ways to say that another model learns from what this one writes; sentences are too many for a list. Without nested
 * repetition, so that hostile text costs nothing.
 */
const trainingOnOutputs: readonly RegExp[] = [
  /(?:train|training|improve|improving|teach|teaching) (?:another|other|a different|different) (?:ai |language )?models?/y,
  /(?:train|training|improve|improving|fine-tune|fine-tuning|teach|teaching|build|develop|create)(?: (?:another|other|a|a new|new|a different|different|my own|our own|my|our|a smaller|smaller))? (?:ai |language )?models? (?:on|from|with|using|by)(?: (?:its|the|their|this model's|model|synthetic))?(?: model)? (?:outputs?|answers|responses|generations)/y,
  /(?:train|training|fine-tune|fine-tuning|learn|learning) (?:on|from|with|using)(?: (?:its|the|their|model))? (?:outputs?|answers|responses)/y,
  /(?:use|using)(?: (?:its|the|their|model))? (?:outputs?|answers|responses) (?:for|to) (?:training|train)/y,
  /(?:用|以|拿|使用|將|将)?(?:它的|其|模型的?)?(?:輸出|输出|回答)(?:結果|结果|內容|内容)?(?:來|来|去)?(?:訓練|训练|改進|改进|改善|微調|微调)(?:其他|其它|別的|别的|另一個|另一个|新的?|自己的|我的|我們的|我们的)?(?:模型)?/y,
  /(?:訓練|训练|改進|改进)(?:其他|其它|別的|别的|另一個|另一个|新的?|自己的)(?:語言|语言)?模型/y,
]

/** The longest of these sentences that stands at a position of a text in lower case. */
export function trainingOnOutputsAt(text: string, at: number): number | undefined {
  const lengths = trainingOnOutputs.map((pattern) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0].trimEnd() ?? ''
    return /[a-z]$/.test(found) && /[a-z]/.test(text[at + found.length] ?? '') ? 0 : found.length
  })
  const longest = Math.max(...lengths)
  return longest === 0 ? undefined : longest
}

/** Words worth suggesting to somebody whose word was not understood. */
export const suggestedWords: readonly string[] = phrases
  .filter(([word]) => word.kind !== 'filler' && word.kind !== 'bound')
  .flatMap(([, texts]) => texts)
