import type { Messages } from '../message.ts'

export const recommendMessages = {
  'recommend.summary': {
    en: 'Which open model for these needs on this machine, and why',
    'zh-TW': '在這台機器上，這些需求該選哪個開放模型，以及理由',
    'zh-CN': '在这台机器上，这些需求该选哪个开放模型，以及理由',
  },
  'recommend.best': {
    en: 'For {task} on {machine}: {model} as {quantization}.',
    'zh-TW': '在 {machine} 上做「{task}」：選 {model}，{quantization} 量化。',
    'zh-CN': '在 {machine} 上做“{task}”：选 {model}，{quantization} 量化。',
  },
  'recommend.tied': {
    en: 'The evidence cannot tell these apart: {models}. Choose among them by speed, memory and licence.',
    'zh-TW': '現有證據分不出高下：{models}。請依速度、記憶體與授權挑選。',
    'zh-CN': '现有证据分不出高下：{models}。请依速度、内存与许可证挑选。',
  },
  'recommend.nothing': {
    en: 'No model in the catalogue meets these needs on {machine}.',
    'zh-TW': '型錄裡沒有模型能在 {machine} 上滿足這些需求。',
    'zh-CN': '目录里没有模型能在 {machine} 上满足这些需求。',
  },
  'recommend.shortlist': { en: 'Shortlist', 'zh-TW': '建議名單', 'zh-CN': '推荐名单' },
  'recommend.reasons': {
    en: 'Why {model}',
    'zh-TW': '為什麼選 {model}',
    'zh-CN': '为什么选 {model}',
  },
  'recommend.assumptions': {
    en: 'Taken for granted',
    'zh-TW': '未指定而採用的假設',
    'zh-CN': '未指定而采用的假设',
  },
  'recommend.notChosen': {
    en: 'Closest of the others, and what would change that',
    'zh-TW': '落選但最接近的，以及怎樣才會入選',
    'zh-CN': '落选但最接近的，以及怎样才会入选',
  },
  'recommend.next': { en: 'Next', 'zh-TW': '接下來', 'zh-CN': '接下来' },
  'recommend.qualityBasis': {
    en: 'Quality is in points: 50 is the mean of the rated open chat models, 10 one standard deviation. It rests on published ratings where a model has them ({measured} of {count} here); ~ marks a prediction from size, release date and maker. The ranking counts each at the low end of its interval, so that what is less certain must promise more. Try two on your own prompts before you settle.',
    'zh-TW':
      '品質以分數表示：50 是有評分的開放對話模型平均，10 是一個標準差。有公開評分的用評分（此處 {count} 個有 {measured} 個）；~ 表示由參數量、發布日期與廠商推估。排名一律以區間下緣計，越不確定的，要更好才排得上。定案前請用自己的題目試兩個。',
    'zh-CN':
      '质量以分数表示：50 是有评分的开放对话模型平均，10 是一个标准差。有公开评分的用评分（此处 {count} 个有 {measured} 个）；~ 表示由参数量、发布日期与厂商推估。排名一律以区间下沿计，越不确定的，要更好才排得上。定案前请用自己的题目试两个。',
  },
  'recommend.moreRejected': {
    en: '{count} more were left out: {bindings}. Every one with its reason: add --json',
    'zh-TW': '另有 {count} 個未入選：{bindings}。逐一理由請加 --json',
    'zh-CN': '另有 {count} 个未入选：{bindings}。逐一理由请加 --json',
  },
  'column.model': { en: 'Model', 'zh-TW': '模型', 'zh-CN': '模型' },
  'column.quantization': { en: 'Quantization', 'zh-TW': '量化', 'zh-CN': '量化' },
  'column.memory': { en: 'Memory', 'zh-TW': '記憶體', 'zh-CN': '内存' },
  'column.context': { en: 'Context', 'zh-TW': '上下文長度', 'zh-CN': '上下文长度' },
  'column.decode': {
    en: 'Decode tok/s (80 %)',
    'zh-TW': '生成 tok/s（80 %）',
    'zh-CN': '生成 tok/s（80 %）',
  },
  'column.prefill': { en: 'Prefill tok/s', 'zh-TW': '預填 tok/s', 'zh-CN': '预填 tok/s' },
  'column.quality': { en: 'Quality (80 %)', 'zh-TW': '品質（80 %）', 'zh-CN': '质量（80 %）' },
  'column.licence': { en: 'Licence', 'zh-TW': '授權', 'zh-CN': '许可证' },
  'column.placement': { en: 'Runs on', 'zh-TW': '執行位置', 'zh-CN': '运行位置' },
  'column.why': { en: 'Held back by', 'zh-TW': '卡在', 'zh-CN': '卡在' },
  'column.change': { en: 'Smallest change', 'zh-TW': '最小改動', 'zh-CN': '最小改动' },
  'placement.gpu': { en: 'GPU', 'zh-TW': '顯示卡', 'zh-CN': '显卡' },
  'placement.unified': { en: 'unified memory', 'zh-TW': '統一記憶體', 'zh-CN': '统一内存' },
  'placement.cpu': { en: 'CPU', 'zh-TW': '處理器', 'zh-CN': '处理器' },
  'placement.partial': { en: 'GPU + CPU', 'zh-TW': '顯示卡＋處理器', 'zh-CN': '显卡＋处理器' },
  'placement.experts-in-ram': {
    en: 'GPU, experts in RAM',
    'zh-TW': '顯示卡，專家層放主記憶體',
    'zh-CN': '显卡，专家层放内存',
  },
  'basis.measured': { en: 'measured', 'zh-TW': '實測', 'zh-CN': '实测' },
  'basis.twin': { en: 'twin', 'zh-TW': '雙生模型實測', 'zh-CN': '孪生模型实测' },
  'basis.calibrated': { en: 'calibrated', 'zh-TW': '校準推估', 'zh-CN': '校准推估' },
  'basis.roofline': {
    en: 'from bandwidth alone',
    'zh-TW': '僅由頻寬推估',
    'zh-CN': '仅由带宽推估',
  },
  'basis.predicted': { en: 'predicted', 'zh-TW': '推估', 'zh-CN': '推估' },
  'basis.computed': { en: 'computed', 'zh-TW': '計算', 'zh-CN': '计算' },
  'basis.vendor': { en: 'stated by the vendor', 'zh-TW': '廠商聲明', 'zh-CN': '厂商声明' },
  'basis.independent': { en: 'independent', 'zh-TW': '第三方', 'zh-CN': '第三方' },
  'basis.brief': { en: 'from a guide', 'zh-TW': '出自選型文章', 'zh-CN': '出自选型文章' },
  'assumed.task': { en: 'task: {task}', 'zh-TW': '用途：{task}', 'zh-CN': '用途：{task}' },
  'assumed.context': {
    en: '{contextLength} tokens of context per user',
    'zh-TW': '每位使用者 {contextLength} 個 token 的上下文',
    'zh-CN': '每位用户 {contextLength} 个 token 的上下文',
  },
  'assumed.parallel': {
    en: '{parallel} conversation at a time',
    'zh-TW': '同時 {parallel} 個對話',
    'zh-CN': '同时 {parallel} 个对话',
  },
  'assumed.tools': {
    en: 'tool calls are needed',
    'zh-TW': '需要工具呼叫',
    'zh-CN': '需要工具调用',
  },
  'assumed.languages': {
    en: 'language: {languages}',
    'zh-TW': '語言：{languages}',
    'zh-CN': '语言：{languages}',
  },
  'assumed.licence': {
    en: 'any licence will do (for work: --licence commercial)',
    'zh-TW': '不限授權（商用請加 --licence commercial）',
    'zh-CN': '不限许可证（商用请加 --licence commercial）',
  },
  'assumed.systemReserve': {
    en: '{bytes} stay free for the system',
    'zh-TW': '保留 {bytes} 給系統',
    'zh-CN': '保留 {bytes} 给系统',
  },
  'assumed.quantization': {
    en: 'quantization: {quantization}',
    'zh-TW': '量化：{quantization}',
    'zh-CN': '量化：{quantization}',
  },
  'assumed.contextLength': {
    en: 'context: {contextLength} tokens',
    'zh-TW': '上下文：{contextLength} 個 token',
    'zh-CN': '上下文：{contextLength} 个 token',
  },
  'reason.quality': {
    en: 'Quality {score} ({low} to {high}) for {task}, {basis}',
    'zh-TW': '「{task}」品質 {score}（{low} 到 {high}），{basis}',
    'zh-CN': '“{task}”质量 {score}（{low} 到 {high}），{basis}',
  },
  'reason.thinking.on': {
    en: 'With thinking on: answers take about three times as many tokens',
    'zh-TW': '開啟思考模式：回答約多出兩倍 token',
    'zh-CN': '开启思考模式：回答约多出两倍 token',
  },
  'reason.thinking.off': {
    en: 'With thinking off: quicker, and counted as such',
    'zh-TW': '關閉思考模式：較快，品質也以此計',
    'zh-CN': '关闭思考模式：较快，质量也以此计',
  },
  'reason.speed': {
    en: 'Decodes about {decode} tokens per second ({low} to {high}), {basis}',
    'zh-TW': '每秒約生成 {decode} 個 token（{low} 到 {high}），{basis}',
    'zh-CN': '每秒约生成 {decode} 个 token（{low} 到 {high}），{basis}',
  },
  'reason.memory': {
    en: 'Takes {total} of {usable} with {contextLength} tokens of context, computed',
    'zh-TW': '{contextLength} 個 token 的上下文下占 {usable} 中的 {total}，計算值',
    'zh-CN': '{contextLength} 个 token 的上下文下占 {usable} 中的 {total}，计算值',
  },
  'reason.licence': {
    en: 'Licence {licence}: {verdict}',
    'zh-TW': '授權 {licence}：{verdict}',
    'zh-CN': '许可证 {licence}：{verdict}',
  },
  'reason.quantizationLoss': {
    en: '{quantization} costs about {loss} points of quality, computed',
    'zh-TW': '{quantization} 量化約損失 {loss} 分品質，計算值',
    'zh-CN': '{quantization} 量化约损失 {loss} 分质量，计算值',
  },
  'reason.extendedContext': {
    en: 'Beyond its native {native} tokens it needs {method}',
    'zh-TW': '超過原生 {native} 個 token 的部分要靠 {method}',
    'zh-CN': '超过原生 {native} 个 token 的部分要靠 {method}',
  },
  'reason.mixtureOfExperts': {
    en: 'Reads {active} of {total} parameters per token, so it is quicker than its size',
    'zh-TW': '每個 token 只讀 {total} 參數中的 {active}，比同體積的模型快',
    'zh-CN': '每个 token 只读 {total} 参数中的 {active}，比同体积的模型快',
  },
  'reason.gated': {
    en: 'Its download asks for a form',
    'zh-TW': '下載前要先填表同意條款',
    'zh-CN': '下载前要先填表同意条款',
  },
  'verdict.allowed': { en: 'allowed', 'zh-TW': '允許', 'zh-CN': '允许' },
  'verdict.with-duties': {
    en: 'allowed with duties',
    'zh-TW': '允許，但有義務',
    'zh-CN': '允许，但有义务',
  },
  'verdict.not-allowed': { en: 'not allowed', 'zh-TW': '不允許', 'zh-CN': '不允许' },
  'verdict.unclear': {
    en: 'unclear, ask a lawyer',
    'zh-TW': '條文不明，請問律師',
    'zh-CN': '条文不明，请问律师',
  },
  'verdict.unknown': { en: 'licence unknown', 'zh-TW': '授權不明', 'zh-CN': '许可证不明' },
  'refused.memory': {
    en: '{quantization} needs {needed}, {usable} can be used',
    'zh-TW': '{quantization} 需要 {needed}，可用 {usable}',
    'zh-CN': '{quantization} 需要 {needed}，可用 {usable}',
  },
  'refused.speed': {
    en: 'about {decode} tokens per second',
    'zh-TW': '每秒約 {decode} 個 token',
    'zh-CN': '每秒约 {decode} 个 token',
  },
  'refused.firstToken': {
    en: 'first token after about {milliseconds} ms',
    'zh-TW': '首個 token 約需 {milliseconds} 毫秒',
    'zh-CN': '首个 token 约需 {milliseconds} 毫秒',
  },
  'refused.speedUnknown': {
    en: 'speed unknown: the bandwidth of the machine is not known',
    'zh-TW': '速度未知：不知道這台機器的頻寬',
    'zh-CN': '速度未知：不知道这台机器的带宽',
  },
  'refused.licence': {
    en: 'licence {licence} forbids this use',
    'zh-TW': '{licence} 授權不允許這種用途',
    'zh-CN': '{licence} 许可证不允许这种用途',
  },
  'refused.licenceUnclear': {
    en: 'licence {licence} is unclear on this use',
    'zh-TW': '{licence} 授權對這種用途沒有寫明',
    'zh-CN': '{licence} 许可证对这种用途没有写明',
  },
  'refused.licenceUnknown': { en: 'licence unknown', 'zh-TW': '授權不明', 'zh-CN': '许可证不明' },
  'refused.language': {
    en: '{language} is not among its listed languages',
    'zh-TW': '列出的語言不含{language}',
    'zh-CN': '列出的语言不含{language}',
  },
  'refused.languagesUnknown': {
    en: 'no list of its languages is known',
    'zh-TW': '查不到它支援哪些語言',
    'zh-CN': '查不到它支持哪些语言',
  },
  'refused.noText': {
    en: 'answers with {modality}, not with text',
    'zh-TW': '輸出的是 {modality}，不是文字',
    'zh-CN': '输出的是 {modality}，不是文字',
  },
  'refused.modality': {
    en: 'does not take {modality}',
    'zh-TW': '不接受 {modality} 輸入',
    'zh-CN': '不接受 {modality} 输入',
  },
  'refused.tools': { en: 'no tool calls', 'zh-TW': '不支援工具呼叫', 'zh-CN': '不支持工具调用' },
  'refused.toolsUnknown': {
    en: 'tool calls unknown',
    'zh-TW': '不確定是否支援工具呼叫',
    'zh-CN': '不确定是否支持工具调用',
  },
  'refused.reasoning': {
    en: 'its thinking cannot be {reasoning}',
    'zh-TW': '思考模式無法設為 {reasoning}',
    'zh-CN': '思考模式无法设为 {reasoning}',
  },
  'refused.reasoningUnknown': {
    en: 'thinking mode unknown',
    'zh-TW': '思考模式不明',
    'zh-CN': '思考模式不明',
  },
  'refused.context': {
    en: 'made for {contextLength} tokens at most',
    'zh-TW': '最長只支援 {contextLength} 個 token',
    'zh-CN': '最长只支持 {contextLength} 个 token',
  },
  'refused.contextUnknown': {
    en: 'context length unknown',
    'zh-TW': '上下文長度不明',
    'zh-CN': '上下文长度不明',
  },
  'refused.gated': {
    en: 'download asks for a form',
    'zh-TW': '下載前要填表',
    'zh-CN': '下载前要填表',
  },
  'refused.gatedUnknown': {
    en: 'unknown whether the download asks for a form',
    'zh-TW': '不確定下載前是否要填表',
    'zh-CN': '不确定下载前是否要填表',
  },
  'refused.country': {
    en: 'developed in {country}',
    'zh-TW': '開發者位於 {country}',
    'zh-CN': '开发者位于 {country}',
  },
  'refused.countryUnknown': {
    en: "developer's country unknown",
    'zh-TW': '開發者所在國家不明',
    'zh-CN': '开发者所在国家不明',
  },
  'refused.size': {
    en: '{params} parameters',
    'zh-TW': '參數量 {params}',
    'zh-CN': '参数量 {params}',
  },
  'refused.sizeUnknown': { en: 'size unknown', 'zh-TW': '參數量不明', 'zh-CN': '参数量不明' },
  'refused.age': {
    en: 'released {releaseDate}',
    'zh-TW': '{releaseDate} 發布',
    'zh-CN': '{releaseDate} 发布',
  },
  'refused.releaseUnknown': {
    en: 'release date unknown',
    'zh-TW': '發布日期不明',
    'zh-CN': '发布日期不明',
  },
  'refused.price': {
    en: 'hosted from {price} USD per million tokens',
    'zh-TW': '託管價每百萬 token {price} 美元起',
    'zh-CN': '托管价每百万 token {price} 美元起',
  },
  'refused.priceUnknown': {
    en: 'no hosted price known',
    'zh-TW': '沒有已知的託管價格',
    'zh-CN': '没有已知的托管价格',
  },
  'refused.engine': {
    en: 'llama.cpp does not run it',
    'zh-TW': 'llama.cpp 無法執行',
    'zh-CN': 'llama.cpp 无法运行',
  },
  'refused.shapeUnknown': {
    en: 'its shape is not known',
    'zh-TW': '結構不明',
    'zh-CN': '结构不明',
  },
  'refused.noWeights': {
    en: 'its weights are not open',
    'zh-TW': '沒有開放權重',
    'zh-CN': '没有开放权重',
  },
  'refused.qualityUnknown': {
    en: 'nothing is known of its quality',
    'zh-TW': '沒有任何品質證據',
    'zh-CN': '没有任何质量证据',
  },
  'refused.qualityUnknownImported': {
    en: 'nothing is known of its quality: no test of it is recorded, and without its release date none can be predicted; import it again with --released 2025-01-31',
    'zh-TW':
      '沒有任何品質證據：沒有它的測試記錄，少了發布日期也無從估計；請重新匯入並加上 --released 2025-01-31',
    'zh-CN':
      '没有任何质量证据：没有它的测试记录，缺少发布日期也无从估计；请重新导入并加上 --released 2025-01-31',
  },
  'refused.dominated': {
    en: '{by} is better for this and at least as quick',
    'zh-TW': '{by} 更適合，而且不會更慢',
    'zh-CN': '{by} 更适合，而且不会更慢',
  },
  'refused.outranked': {
    en: 'ranks after the shortlist',
    'zh-TW': '排在建議名單之後',
    'zh-CN': '排在推荐名单之后',
  },
  'next.run': {
    en: 'Run it with llama.cpp',
    'zh-TW': '用 llama.cpp 執行',
    'zh-CN': '用 llama.cpp 运行',
  },
  'next.size': { en: 'Its memory in detail', 'zh-TW': '看記憶體明細', 'zh-CN': '看内存明细' },
  'next.compare': { en: 'Side by side', 'zh-TW': '並排比較', 'zh-CN': '并排比较' },
  'next.model': {
    en: 'Its facts with their sources',
    'zh-TW': '看它的事實與出處',
    'zh-CN': '看它的事实与出处',
  },
  'next.other': {
    en: 'On a machine you do not own yet',
    'zh-TW': '換一台還沒買的機器',
    'zh-CN': '换一台还没买的机器',
  },
  'next.licence': {
    en: 'For commercial use in Traditional Chinese',
    'zh-TW': '商用、繁體中文',
    'zh-CN': '商用、繁体中文',
  },
} as const satisfies Messages
