import type { Message } from '../message.ts'

/** Words of the question reader. */
export const askMessages = {
  'ask.summary': {
    en: 'Ask in one sentence: which model, what it takes, whether you may, what is known',
    'zh-TW': '用一句話問：該選哪個模型、需要多少資源、授權准不准、事實為何',
    'zh-CN': '用一句话问：该选哪个模型、需要多少资源、许可允不允许、事实如何',
  },
  'flag.question': {
    en: 'The question, in English, Traditional or Simplified Chinese',
    'zh-TW': '問題，繁體中文、簡體中文或英文皆可',
    'zh-CN': '问题，简体中文、繁体中文或英文均可',
  },
  'ask.understood': { en: 'Understood', 'zh-TW': '理解為', 'zh-CN': '理解为' },
  'ask.notUnderstood': {
    en: 'Not understood: {words}',
    'zh-TW': '沒有看懂：{words}',
    'zh-CN': '没有看懂：{words}',
  },
  'ask.facts': { en: 'Facts', 'zh-TW': '依據的事實', 'zh-CN': '依据的事实' },
  'ask.assumptions': { en: 'Taken for granted', 'zh-TW': '預先假定', 'zh-CN': '默认假定' },
  'ask.next': { en: 'To go on', 'zh-TW': '接下來可以', 'zh-CN': '接下来可以' },
  'ask.word': { en: 'from "{words}"', 'zh-TW': '出自「{words}」', 'zh-CN': '出自“{words}”' },
  'ask.kind.recommend': {
    en: 'which model to choose',
    'zh-TW': '選哪個模型',
    'zh-CN': '选哪个模型',
  },
  'ask.kind.explain': {
    en: 'why this model, or why not',
    'zh-TW': '為什麼選或不選這個模型',
    'zh-CN': '为什么选或不选这个模型',
  },
  'ask.kind.compare': { en: 'a comparison', 'zh-TW': '比較', 'zh-CN': '比较' },
  'ask.kind.size': {
    en: 'what it takes to run',
    'zh-TW': '執行所需的資源',
    'zh-CN': '运行所需的资源',
  },
  'ask.kind.licence': { en: 'the licence', 'zh-TW': '授權', 'zh-CN': '许可' },
  'ask.kind.fact': { en: 'a fact', 'zh-TW': '查證事實', 'zh-CN': '查证事实' },
  'ask.kind.concept': { en: 'an idea', 'zh-TW': '解釋概念', 'zh-CN': '解释概念' },
  'ask.kind.unknown': { en: 'not clear', 'zh-TW': '不確定在問什麼', 'zh-CN': '不确定在问什么' },
  'ask.column.read': { en: 'Read as', 'zh-TW': '讀作', 'zh-CN': '读作' },
  'ask.column.fact': { en: 'Fact', 'zh-TW': '事實', 'zh-CN': '事实' },
  'ask.column.value': { en: 'Value', 'zh-TW': '內容', 'zh-CN': '内容' },
  'ask.column.basis': { en: 'Known by', 'zh-TW': '依據', 'zh-CN': '依据' },
  'ask.unknown': {
    en: 'I could not tell what is asked. I know open language models: which to choose for a machine and a task, how much memory one takes, what its licence allows, and what is published about it.',
    'zh-TW':
      '看不出您在問什麼。我懂的是開放語言模型：依機器與任務選型、估算所需記憶體、判讀授權，以及查證公開的事實。',
    'zh-CN':
      '看不出您在问什么。我懂的是开放语言模型：按机器和任务选型、估算所需内存、判读许可，以及查证公开的事实。',
  },
  'ask.empty': {
    en: 'The question is empty.',
    'zh-TW': '問題是空的。',
    'zh-CN': '问题是空的。',
  },
  'ask.contradiction': {
    en: '"{first}" and "{second}" cannot both hold. Take one of them away and ask again.',
    'zh-TW': '「{first}」和「{second}」不能同時成立，請拿掉其中一個再問一次。',
    'zh-CN': '“{first}”和“{second}”不能同时成立，请去掉其中一个再问一次。',
  },
  'ask.problem': {
    en: 'This could not be worked out: {problem}',
    'zh-TW': '這一點算不出來：{problem}',
    'zh-CN': '这一点算不出来：{problem}',
  },
  'ask.recommend.best': {
    en: 'For {task}: {model} in {quantization}.',
    'zh-TW': '{task}：首選 {model}，{quantization}。',
    'zh-CN': '{task}：首选 {model}，{quantization}。',
  },
  'ask.recommend.others': {
    en: 'After it: {models}.',
    'zh-TW': '其次：{models}。',
    'zh-CN': '其次：{models}。',
  },
  'ask.recommend.tied': {
    en: 'The evidence does not tell {models} apart.',
    'zh-TW': '依現有證據，{models} 不分上下。',
    'zh-CN': '依现有证据，{models} 不分上下。',
  },
  'ask.recommend.none': {
    en: 'No model meets all of this on the machine.',
    'zh-TW': '這台機器上沒有模型能同時滿足這些條件。',
    'zh-CN': '这台机器上没有模型能同时满足这些条件。',
  },
  'ask.recommend.nearest': {
    en: 'Nearest: {model}; what holds it back is {binding}.',
    'zh-TW': '最接近的是 {model}，卡在{binding}。',
    'zh-CN': '最接近的是 {model}，卡在{binding}。',
  },
  'ask.recommend.noneSuch': {
    en: 'The catalogue has no open model with these properties.',
    'zh-TW': '目錄裡沒有同時具備這些特性的開放模型。',
    'zh-CN': '目录里没有同时具备这些特性的开放模型。',
  },
  'ask.recommend.hosted': {
    en: 'You asked for a service rather than a machine: prices by provider and date are under `touchstone model`; the list here is what your own machine could do.',
    'zh-TW':
      '您要的是線上服務而不是自己的機器：各供應商的價格與日期請看 `touchstone model`；這裡列的是自己的機器做得到的。',
    'zh-CN':
      '您要的是线上服务而不是自己的机器：各供应商的价格与日期请看 `touchstone model`；这里列的是自己的机器做得到的。',
  },
  'ask.recommend.language': {
    en: 'No language was asked for; say "in Traditional Chinese", say, to keep only models that list it.',
    'zh-TW': '沒有限定語言；若要模型能說繁體中文，請加上「要繁體中文」。',
    'zh-CN': '没有限定语言；如果要模型能说简体中文，请加上“要简体中文”。',
  },
  'ask.recommend.refusals': {
    en: 'How often models refuse is not measured here, so it did not weigh; try your own prompts.',
    'zh-TW': '拒答頻率沒有實測數字，因此沒有列入考量；請用自己的提示詞試。',
    'zh-CN': '拒答频率没有实测数字，因此没有列入考量；请用自己的提示词试。',
  },
  'ask.size': {
    en: '{model} in {quantization} with {contextLength} tokens of context takes {total}.',
    'zh-TW': '{model} 以 {quantization}、{contextLength} token 的上下文，需要 {total}。',
    'zh-CN': '{model} 用 {quantization}、{contextLength} token 的上下文，需要 {total}。',
  },
  'ask.size.fits': {
    en: 'It fits on {machine}.',
    'zh-TW': '{machine} 放得下。',
    'zh-CN': '{machine} 放得下。',
  },
  'ask.size.tight': {
    en: 'It just fits on {machine}.',
    'zh-TW': '{machine} 勉強放得下。',
    'zh-CN': '{machine} 勉强放得下。',
  },
  'ask.size.does-not-fit': {
    en: 'It does not fit on {machine}: {shortfall} are missing.',
    'zh-TW': '{machine} 放不下，還差 {shortfall}。',
    'zh-CN': '{machine} 放不下，还差 {shortfall}。',
  },
  'ask.size.class': {
    en: 'The weights of {params} parameters take {half} at 16 bits and about {quarter} at 4.85 bits (Q4_K_M), cache and buffers besides. {model} stands for the class:',
    'zh-TW':
      '{params} 參數的權重以 16 位元需要 {half}，以 4.85 位元（Q4_K_M）約 {quarter}，快取與緩衝另計。以 {model} 為例：',
    'zh-CN':
      '{params} 参数的权重用 16 位需要 {half}，用 4.85 位（Q4_K_M）约 {quarter}，缓存与缓冲另计。以 {model} 为例：',
  },
  'ask.size.bits': {
    en: '{model}: {params} parameters, {half} at 16 bits.',
    'zh-TW': '{model}：{params} 參數，16 位元為 {half}。',
    'zh-CN': '{model}：{params} 参数，16 位为 {half}。',
  },
  'ask.size.speed': {
    en: 'It decodes about {estimate} tokens per second ({low} to {high} in four cases of five), {basis}.',
    'zh-TW': '每秒約生成 {estimate} 個 token（五次有四次在 {low} 到 {high} 之間），{basis}。',
    'zh-CN': '每秒约生成 {estimate} 个 token（五次有四次在 {low} 到 {high} 之间），{basis}。',
  },
  'ask.size.cache': {
    en: 'Every token of context adds {bytes} of cache at 16 bits.',
    'zh-TW': '每個 token 的上下文在 16 位元下增加 {bytes} 的快取。',
    'zh-CN': '每个 token 的上下文在 16 位下增加 {bytes} 的缓存。',
  },
  'ask.licence': {
    en: '{model} is under {licence}; for this use: {verdict}.',
    'zh-TW': '{model} 採用 {licence}；這樣使用：{verdict}。',
    'zh-CN': '{model} 采用 {licence}；这样使用：{verdict}。',
  },
  'ask.licence.unknown': {
    en: 'No licence of {model} is known here.',
    'zh-TW': '這裡不知道 {model} 的授權。',
    'zh-CN': '这里不知道 {model} 的许可证。',
  },
  'ask.licence.group': {
    en: '{licence} ({verdict}): {models}.',
    'zh-TW': '{licence}（{verdict}）適用於 {models}。',
    'zh-CN': '{licence}（{verdict}）适用于 {models}。',
  },
  'ask.compare': {
    en: '{models}, side by side; the best of each row is marked, and overlapping intervals are a tie.',
    'zh-TW': '並列 {models}；每列最好的有標記，區間重疊就是平手。',
    'zh-CN': '并列 {models}；每行最好的有标记，区间重叠就是平手。',
  },
  'ask.compare.one': {
    en: 'Only one of the names is in the catalogue: {models}.',
    'zh-TW': '這些名稱裡只有一個在目錄中：{models}。',
    'zh-CN': '这些名称里只有一个在目录中：{models}。',
  },
  'ask.explain.fits': {
    en: '{model} can be chosen here: {quantization}, {total}; place {rank} of {count}.',
    'zh-TW': '{model} 在這裡可以選：{quantization}，{total}；排第 {rank}，共 {count} 個候選。',
    'zh-CN': '{model} 在这里可以选：{quantization}，{total}；排第 {rank}，共 {count} 个候选。',
  },
  'ask.explain.rivals': {
    en: 'Before it stand {models}.',
    'zh-TW': '排在它前面的有 {models}。',
    'zh-CN': '排在它前面的有 {models}。',
  },
  'ask.explain.rejected': {
    en: '{model} is held back by {binding}: {reason}.',
    'zh-TW': '{model} 卡在{binding}：{reason}。',
    'zh-CN': '{model} 卡在{binding}：{reason}。',
  },
  'ask.fact': {
    en: '{model}: {field} {value} ({basis}, {source}).',
    'zh-TW': '{model} 的{field}：{value}（{basis}，{source}）。',
    'zh-CN': '{model} 的{field}：{value}（{basis}，{source}）。',
  },
  'ask.fact.noneKnown': {
    en: 'The catalogue does not know this of {models}.',
    'zh-TW': '目錄沒有 {models} 的這項資料。',
    'zh-CN': '目录没有 {models} 的这项信息。',
  },
  'ask.fact.native': {
    en: 'Yes: {asked} is what {model} was trained for ({native} tokens).',
    'zh-TW': '是，{asked} 就是 {model} 的原生長度（{native} token）。',
    'zh-CN': '是，{asked} 就是 {model} 的原生长度（{native} token）。',
  },
  'ask.fact.extended': {
    en: 'Only with {method}: {model} has {native} tokens natively and {extended} with {method}.',
    'zh-TW': '要用 {method} 才有：{model} 原生 {native} token，以 {method} 延伸後為 {extended}。',
    'zh-CN': '要用 {method} 才有：{model} 原生 {native} token，用 {method} 扩展后为 {extended}。',
  },
  'ask.fact.otherLength': {
    en: 'No: the length of {model} is {native} tokens, not {asked}.',
    'zh-TW': '不是：{model} 的長度是 {native} token，不是 {asked}。',
    'zh-CN': '不是：{model} 的长度是 {native} token，不是 {asked}。',
  },
  'ask.fact.served': {
    en: 'Providers may serve less than the model can: a figure of theirs is a limit of the service.',
    'zh-TW': '平台提供的可能比模型本身短：那是服務的上限，不是模型的。',
    'zh-CN': '平台提供的可能比模型本身短：那是服务的上限，不是模型的。',
  },
  'ask.fact.params': {
    en: '{model} has {total} parameters ({exact}).',
    'zh-TW': '{model} 有 {total} 參數（{exact}）。',
    'zh-CN': '{model} 有 {total} 参数（{exact}）。',
  },
  'ask.fact.tier': {
    en: 'Sizes are classed by memory, not by name: it belongs to "{tier}" and takes {half} at 16 bits.',
    'zh-TW': '級別看記憶體，不看名稱：它屬於「{tier}」，16 位元需要 {half}。',
    'zh-CN': '级别看内存，不看名称：它属于“{tier}”，16 位需要 {half}。',
  },
  'ask.fact.language': {
    en: '{model}: yes, {language} is among its listed languages.',
    'zh-TW': '{model}：是，列出的語言包含{language}。',
    'zh-CN': '{model}：是，列出的语言包含{language}。',
  },
  'ask.fact.notLanguage': {
    en: '{model}: no, {language} is not among its listed languages.',
    'zh-TW': '{model}：否，列出的語言沒有{language}。',
    'zh-CN': '{model}：否，列出的语言没有{language}。',
  },
  'ask.fact.languages': {
    en: '{model} is listed for {count} languages: {languages}.',
    'zh-TW': '{model} 列出 {count} 種語言：{languages}。',
    'zh-CN': '{model} 列出 {count} 种语言：{languages}。',
  },
  'ask.fact.languagesMany': {
    en: '{model} is listed for {count} languages, among them {languages}.',
    'zh-TW': '{model} 列出 {count} 種語言，包括 {languages} 等。',
    'zh-CN': '{model} 列出 {count} 种语言，包括 {languages} 等。',
  },
  'ask.fact.languagesUnknown': {
    en: 'No list of languages of {model} is known here.',
    'zh-TW': '這裡沒有 {model} 的語言清單。',
    'zh-CN': '这里没有 {model} 的语言清单。',
  },
  'ask.size.cards': {
    en: 'With cache and buffers for {contextLength} tokens, at 16 bits: {half24} × 24 GiB or {half80} × 80 GiB of cards; at Q4_K_M: {quarter24} × 24 GiB or {quarter80} × 80 GiB.',
    'zh-TW':
      '連 {contextLength} token 的快取與緩衝，16 位元要 {half24} 張 24 GiB 或 {half80} 張 80 GiB 的卡；Q4_K_M 要 {quarter24} 張 24 GiB 或 {quarter80} 張 80 GiB。',
    'zh-CN':
      '连 {contextLength} token 的缓存与缓冲，16 位要 {half24} 张 24 GiB 或 {half80} 张 80 GiB 的卡；Q4_K_M 要 {quarter24} 张 24 GiB 或 {quarter80} 张 80 GiB。',
  },
  'ask.explain.quality': {
    en: 'Its quality for {task}: {score} ({low} to {high}), {basis}; 50 is the mean of the rated open chat models.',
    'zh-TW': '「{task}」品質 {score}（{low} 到 {high}），{basis}；50 是有評分的開放對話模型平均。',
    'zh-CN': '“{task}”质量 {score}（{low} 到 {high}），{basis}；50 是有评分的开放对话模型平均。',
  },
  'ask.fact.notCount': {
    en: 'No: {count}, not {asked}.',
    'zh-TW': '不是：{count}，不是 {asked}。',
    'zh-CN': '不是：{count}，不是 {asked}。',
  },
  'ask.recommend.elsewhere': {
    en: 'This computer cannot do it; the list is for the smallest usual machine that can: {machine}.',
    'zh-TW': '這台電腦做不到；以下是做得到的最小常見配置：{machine}。',
    'zh-CN': '这台电脑做不到；以下是做得到的最小常见配置：{machine}。',
  },
  'ask.recommend.members': {
    en: '{use}: {models}.',
    'zh-TW': '適合{use}：{models}。',
    'zh-CN': '适合{use}：{models}。',
  },
  'ask.recommend.noMember': {
    en: '{use}: none of them in the catalogue.',
    'zh-TW': '{use}：目錄裡沒有。',
    'zh-CN': '{use}：目录里没有。',
  },
  'ask.modality.audio': { en: 'speech', 'zh-TW': '語音', 'zh-CN': '语音' },
  'ask.fact.stored': {
    en: 'The checkpoint stores {stored}, with what is no part of plain decoding (blocks that predict further tokens, a head kept twice).',
    'zh-TW':
      '檔案裡存了 {stored}，多出的部分不參與一般解碼（預測後續 token 的區塊、重複存放的輸出層）。',
    'zh-CN':
      '文件里存了 {stored}，多出的部分不参与普通解码（预测后续 token 的模块、重复存放的输出层）。',
  },
  'ask.fact.active': {
    en: '{model} puts each token through {active} of its {total} parameters ({share} %): speed follows the active ones, memory the total.',
    'zh-TW':
      '{model} 每個 token 只經過 {total} 參數中的 {active}（{share} %）：速度看活躍參數，記憶體看總量。',
    'zh-CN':
      '{model} 每个 token 只经过 {total} 参数中的 {active}（{share} %）：速度看激活参数，内存看总量。',
  },
  'ask.fact.dense': {
    en: '{model} is dense: every token reads all {total} parameters, so decoding is as slow as memory is.',
    'zh-TW': '{model} 是稠密模型：每個 token 都要讀完 {total} 參數，解碼速度受限於記憶體頻寬。',
    'zh-CN': '{model} 是稠密模型：每个 token 都要读完 {total} 参数，解码速度受限于内存带宽。',
  },
  'ask.fact.closed': {
    en: '{model} is a closed service; no weights were published, so it is not open source.',
    'zh-TW': '{model} 是封閉的服務，沒有公開權重，不是開源。',
    'zh-CN': '{model} 是封闭的服务，没有公开权重，不是开源。',
  },
  'ask.fact.announced': {
    en: '{model} was announced; no weights are published in any source seen.',
    'zh-TW': '{model} 只有宣布；在查到的來源裡都還沒有公開權重。',
    'zh-CN': '{model} 只有宣布；在查到的来源里都还没有公开权重。',
  },
  'ask.fact.notFound': {
    en: 'No model named {model} was found. Perhaps: {nearest}.',
    'zh-TW': '找不到名為 {model} 的模型。可能是：{nearest}。',
    'zh-CN': '找不到名为 {model} 的模型。可能是：{nearest}。',
  },
  'ask.fact.open': {
    en: 'The weights of {model} are published under {licence}, an open-source licence.',
    'zh-TW': '{model} 的權重以 {licence} 公開，是開源授權。',
    'zh-CN': '{model} 的权重以 {licence} 公开，是开源许可。',
  },
  'ask.fact.openWeights': {
    en: 'The weights of {model} are published, but under {licence}, which is no open-source licence.',
    'zh-TW': '{model} 的權重有公開，但授權是 {licence}，不算開源。',
    'zh-CN': '{model} 的权重有公开，但许可是 {licence}，不算开源。',
  },
  'ask.fact.opinion': {
    en: 'What is said of this is opinion or anecdote; there is no measurement here. Try your own prompts before you believe it.',
    'zh-TW': '坊間的說法是意見或個案，這裡沒有實測數字；請先用自己的提示詞試過。',
    'zh-CN': '坊间的说法是意见或个案，这里没有实测数字；请先用自己的提示词试过。',
  },
  'field.status': { en: 'Weights', 'zh-TW': '權重', 'zh-CN': '权重' },
  'field.architecture': { en: 'Kind', 'zh-TW': '架構', 'zh-CN': '架构' },
  'field.expertCount': { en: 'Experts in a layer', 'zh-TW': '每層專家數', 'zh-CN': '每层专家数' },
  'field.kvCacheBytesPerToken': {
    en: 'Cache of one token (fp16)',
    'zh-TW': '每個 token 的快取（fp16）',
    'zh-CN': '每个 token 的缓存（fp16）',
  },
  'architecture.dense': { en: 'dense', 'zh-TW': '稠密', 'zh-CN': '稠密' },
  'architecture.mixture-of-experts': {
    en: 'mixture of experts',
    'zh-TW': '混合專家（MoE）',
    'zh-CN': '混合专家（MoE）',
  },
  'basis.config': { en: 'from its shape', 'zh-TW': '由結構推得', 'zh-CN': '由结构推得' },
  'assumed.exchange': {
    en: 'Money: 1 {money} taken as about {rate} USD, a round figure without a source; say the amount in USD to be sure',
    'zh-TW': '金額：1 {money} 約以 {rate} 美元計，這是沒有出處的概數；請直接說美元金額以求準確',
    'zh-CN': '金额：1 {money} 约按 {rate} 美元计，这是没有出处的概数；请直接说美元金额以求准确',
  },
  'assumed.tokensOfText': {
    en: '"{words}" taken as {tokens} tokens, and {answer} more for the answer',
    'zh-TW': '「{words}」以 {tokens} 個 token 計，另留 {answer} 給回答',
    'zh-CN': '“{words}”按 {tokens} 个 token 计，另留 {answer} 给回答',
  },
  'assumed.tier': {
    en: '"{words}" taken as the size class "{tier}"; say a size to change it',
    'zh-TW': '「{words}」以規模級別「{tier}」計；指定參數量即可更改',
    'zh-CN': '“{words}”按规模级别“{tier}”计；指定参数量即可更改',
  },
  'assumed.memory': {
    en: 'Memory taken as {bytes}, for none was said',
    'zh-TW': '沒有說記憶體大小，以 {bytes} 計',
    'zh-CN': '没有说内存大小，按 {bytes} 计',
  },
  'assumed.deviceKind': {
    en: '"{device}" taken as a device with {bytes}; say its memory to change it',
    'zh-TW': '「{device}」以 {bytes} 的裝置計；說出記憶體大小即可更改',
    'zh-CN': '“{device}”按 {bytes} 的设备计；说出内存大小即可更改',
  },
  'assumed.isCard': {
    en: '{bytes} taken as the memory of one graphics card',
    'zh-TW': '{bytes} 當作一張顯示卡的記憶體',
    'zh-CN': '{bytes} 当作一张显卡的显存',
  },
  'assumed.npu': {
    en: 'Whether a runtime uses the NPU must be tried on the device; sized as its processor',
    'zh-TW': '執行環境是否真的用到 NPU 要在裝置上試；這裡以處理器估算',
    'zh-CN': '运行环境是否真的用到 NPU 要在设备上试；这里按处理器估算',
  },
} as const satisfies Record<string, Message>
