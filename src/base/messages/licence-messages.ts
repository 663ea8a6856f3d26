import type { Messages } from '../message.ts'

export const licenceMessages = {
  'licence.summary': {
    en: 'May I use this model so? Which duties follow? With the clauses of its licence',
    'zh-TW': '可以這樣用這個模型嗎？有哪些義務？附授權條文',
    'zh-CN': '可以这样用这个模型吗？有哪些义务？附许可证条文',
  },
  'flag.licenceModel': {
    en: 'Model (id, name in any of the three languages, Hub id) or licence (apache-2.0, llama-3.1)',
    'zh-TW': '模型（代號、三種語言之一的名稱、Hub 代號）或授權（apache-2.0、llama-3.1）',
    'zh-CN': '模型（代号、三种语言之一的名称、Hub 代号）或许可证（apache-2.0、llama-3.1）',
  },
  'flag.use': {
    en: 'Your use, in words: "commercial, 5M USD revenue, EU, fine-tune and publish". Answers: allowed = nothing to do; allowed with duties = do something or stay within limits; not allowed = forbidden, or the maker must permit it; unclear = the text was not read or does not decide',
    'zh-TW':
      '您的用途，用文字寫：「商用，年營收 500 萬美元，歐盟，微調並發布」。答案：允許＝什麼都不必做；允許但有義務＝要做某件事或不超出限制；不允許＝禁止，或須另經廠商同意；條文不明＝沒讀到條文，或條文沒有決定',
    'zh-CN':
      '您的用途，用文字写：“商用，年收入 500 万美元，欧盟，微调并发布”。答案：允许＝什么都不必做；允许但有义务＝要做某件事或不超出限制；不允许＝禁止，或须另经厂商同意；条文不明＝没读到条文，或条文没有决定',
  },
  'licence.answer': {
    en: '{subject}, {use}: {verdict}.',
    'zh-TW': '{subject} 用於{use}：{verdict}。',
    'zh-CN': '{subject} 用于{use}：{verdict}。',
  },
  'licence.glance': {
    en: '{subject} is under {licence}.',
    'zh-TW': '{subject} 採用 {licence}。',
    'zh-CN': '{subject} 采用 {licence}。',
  },
  'licence.unknown': {
    en: 'No licence of {subject} is known, so no use is judged.',
    'zh-TW': '不知道 {subject} 採用什麼授權，因此不判斷任何用途。',
    'zh-CN': '不知道 {subject} 采用什么许可证，因此不判断任何用途。',
  },
  'licence.field.identifier': {
    en: 'Identifier',
    'zh-TW': '授權代號',
    'zh-CN': '许可证标识符',
  },
  'licence.field.kind': { en: 'Kind', 'zh-TW': '類型', 'zh-CN': '类型' },
  'licence.kind.permissive': { en: 'permissive', 'zh-TW': '寬鬆', 'zh-CN': '宽松' },
  'licence.kind.source-available': {
    en: 'available with conditions',
    'zh-TW': '有條件提供',
    'zh-CN': '有条件提供',
  },
  'licence.kind.use-restricted': {
    en: 'restricted in use',
    'zh-TW': '限制用途',
    'zh-CN': '限制用途',
  },
  'licence.kind.non-commercial': { en: 'non-commercial', 'zh-TW': '非商用', 'zh-CN': '非商用' },
  'licence.openSource': {
    en: '{kind}, open source by the OSI',
    'zh-TW': '{kind}，OSI 認可的開源授權',
    'zh-CN': '{kind}，OSI 认可的开源许可证',
  },
  'licence.duties': { en: 'What you must do', 'zh-TW': '您必須做的', 'zh-CN': '您必须做的' },
  'licence.limits': {
    en: 'Limits, and what follows beyond them',
    'zh-TW': '限制，以及超出時的後果',
    'zh-CN': '限制，以及超出时的后果',
  },
  'licence.blocking': { en: 'What stops you', 'zh-TW': '不允許的原因', 'zh-CN': '不允许的原因' },
  'licence.undecided': {
    en: 'What the text does not decide',
    'zh-TW': '條文沒有決定的',
    'zh-CN': '条文没有决定的',
  },
  'licence.granted': { en: 'What allows it', 'zh-TW': '允許的依據', 'zh-CN': '允许的依据' },
  'licence.about': {
    en: 'About this licence',
    'zh-TW': '關於這份授權',
    'zh-CN': '关于这份许可证',
  },
  'licence.terms': {
    en: 'Its terms at a glance',
    'zh-TW': '條款一覽',
    'zh-CN': '条款一览',
  },
  'licence.usual': { en: 'The usual uses', 'zh-TW': '常見用途', 'zh-CN': '常见用途' },
  'licence.term': {
    en: 'Clause {clause}: {text}',
    'zh-TW': '條款 {clause}：{text}',
    'zh-CN': '条款 {clause}：{text}',
  },
  'licence.termNamed': {
    en: '{clause}: {text}',
    'zh-TW': '見{clause}：{text}',
    'zh-CN': '见{clause}：{text}',
  },
  'licence.product.publish': {
    en: 'This applies if others get the model with the product.',
    'zh-TW': '如果別人會隨產品取得模型本身，就適用。',
    'zh-CN': '如果别人会随产品获得模型本身，就适用。',
  },
  'licence.product.host': {
    en: 'This applies if others use the model through your service.',
    'zh-TW': '如果別人是透過您的服務使用模型，就適用。',
    'zh-CN': '如果别人是通过您的服务使用模型，就适用。',
  },
  'licence.placeWithin': {
    en: '{places} is a part of: {area}.',
    'zh-TW': '{places}屬於{area}的一部分。',
    'zh-CN': '{places}属于{area}的一部分。',
  },
  'licence.placeAssociated': {
    en: '{places}: no part of {area}, but a territory tied to it or to a member state; the text does not say whether it counts.',
    'zh-TW': '{places}不是{area}的一部分，但與其或其成員國有附屬關係；條文沒有說是否算在內。',
    'zh-CN': '{places}不是{area}的一部分，但与其或其成员国有附属关系；条文没有说是否算在内。',
  },
  'licence.termUnnumbered': {
    en: 'Clause number not seen: {text}',
    'zh-TW': '未見條號：{text}',
    'zh-CN': '未见条号：{text}',
  },
  'clause.last paragraph': { en: 'Last paragraph', 'zh-TW': '最後一段', 'zh-CN': '最后一段' },
  'clause.body': { en: 'Licence text', 'zh-TW': '授權書正文', 'zh-CN': '许可证正文' },
  'clause.appendix': { en: 'Appendix', 'zh-TW': '附錄', 'zh-CN': '附录' },
  'clause.addendum': { en: 'Addendum', 'zh-TW': '附加條款', 'zh-CN': '附加条款' },
  'clause.Acceptable Use Policy': {
    en: 'Acceptable Use Policy',
    'zh-TW': '可接受使用政策',
    'zh-CN': '可接受使用政策',
  },
  'clause.Attachment A': { en: 'Attachment A', 'zh-TW': '附件 A', 'zh-CN': '附件 A' },
  'clause.Exhibit A': { en: 'Exhibit A', 'zh-TW': '附件 A', 'zh-CN': '附件 A' },
  'clause.paragraph': { en: 'Paragraph', 'zh-TW': '段落', 'zh-CN': '段落' },
  'clause.number not seen': {
    en: 'number not seen',
    'zh-TW': '未見條號',
    'zh-CN': '未见条号',
  },
  'clause.by': { en: 'by', 'zh-TW': '依據', 'zh-CN': '依据' },
  'licence.read.part': {
    en: 'Only parts of the text were read.',
    'zh-TW': '條文只讀到一部分。',
    'zh-CN': '条文只读到一部分。',
  },
  'licence.read.secondary': {
    en: 'The text itself was not read, only what others quote of it.',
    'zh-TW': '沒有讀到條文本身，只讀到他人的引述。',
    'zh-CN': '没有读到条文本身，只读到他人的引述。',
  },
  'licence.read.none': {
    en: 'The text was not read.',
    'zh-TW': '沒有讀到條文。',
    'zh-CN': '没有读到条文。',
  },
  'licence.others': {
    en: 'Other licences named for this model or its relatives',
    'zh-TW': '這個模型或其同系列另外標示的授權',
    'zh-CN': '这个模型或其同系列另外标示的许可证',
  },
  'licence.glanceBound': {
    en: '{subject} is under {licence}; what it was made from binds it too: {bases}.',
    'zh-TW': '{subject} 採用 {licence}；它所衍生自的模型也以其授權約束它：{bases}。',
    'zh-CN': '{subject} 采用 {licence}；它所衍生自的模型也以其许可证约束它：{bases}。',
  },
  'licence.other.claim': {
    en: 'This model, by another source: {licence}  [{source}]',
    'zh-TW': '這個模型，另一來源：{licence}  [{source}]',
    'zh-CN': '这个模型，另一来源：{licence}  [{source}]',
  },
  'licence.other.revision': {
    en: '{model}, a record of its own: {licence}',
    'zh-TW': '{model}（另一筆記錄）：{licence}',
    'zh-CN': '{model}（另一条记录）：{licence}',
  },
  'licence.other.base-model': {
    en: '{model}, from which it was made: {licence}',
    'zh-TW': '{model}（它所衍生自的模型）：{licence}',
    'zh-CN': '{model}（它所衍生自的模型）：{licence}',
  },
  'licence.other.binding-base': {
    en: '{model}, from which it was made: {licence}; its terms bind this model too and are counted above',
    'zh-TW': '{model}（它所衍生自的模型）：{licence}；其條款同樣約束這個模型，上面已一併計入',
    'zh-CN': '{model}（它所衍生自的模型）：{licence}；其条款同样约束这个模型，上面已一并计入',
  },
  'licence.notice': {
    en: 'This is no legal advice. It compares your words with the terms as this catalogue records them; the text of the licence decides.',
    'zh-TW': '這不是法律意見。這裡只把您的描述與型錄記載的條款比對；一切以授權書原文為準。',
    'zh-CN': '这不是法律意见。这里只把您的描述与目录记载的条款比对；一切以许可证原文为准。',
  },
  'problem.licenceUseNegative': {
    en: 'revenue and users cannot be negative: "{part}"',
    'zh-TW': '營收與使用者數不能是負數：「{part}」',
    'zh-CN': '收入与用户数不能是负数：“{part}”',
  },
  'licence.use.commercial': { en: 'commercial', 'zh-TW': '商用', 'zh-CN': '商用' },
  'licence.use.noncommercial': { en: 'not commercial', 'zh-TW': '非商用', 'zh-CN': '非商用' },
  'licence.use.revenue': {
    en: '{amount} USD of revenue a year',
    'zh-TW': '年營收 {amount} 美元',
    'zh-CN': '年收入 {amount} 美元',
  },
  'licence.use.users': {
    en: '{amount} monthly active users',
    'zh-TW': '月活躍使用者 {amount} 人',
    'zh-CN': '月活跃用户 {amount} 人',
  },
  'licence.use.worldwide': { en: 'worldwide', 'zh-TW': '全球', 'zh-CN': '全球' },
  'licence.use.any': { en: 'any use', 'zh-TW': '一般使用', 'zh-CN': '一般使用' },
  'action.run': { en: 'run it', 'zh-TW': '執行', 'zh-CN': '运行' },
  'action.fine-tune': { en: 'fine-tune', 'zh-TW': '微調', 'zh-CN': '微调' },
  'action.product': {
    en: 'build it into a product',
    'zh-TW': '內建於產品',
    'zh-CN': '内置于产品',
  },
  'action.publish': { en: 'publish', 'zh-TW': '發布', 'zh-CN': '发布' },
  'action.host': { en: 'host it for others', 'zh-TW': '對外提供服務', 'zh-CN': '对外提供服务' },
  'action.train-on-outputs': {
    en: 'train other models on its outputs',
    'zh-TW': '用輸出訓練其他模型',
    'zh-CN': '用输出训练其他模型',
  },
  'next.licenceUse': {
    en: 'Ask for your use',
    'zh-TW': '問您自己的用途',
    'zh-CN': '问您自己的用途',
  },
  'licence.exampleUse': {
    en: 'commercial, 5M USD revenue, EU, fine-tune and publish',
    'zh-TW': '商用, 年營收 500 萬美元, 歐盟, 微調並發布',
    'zh-CN': '商用, 年收入 500 万美元, 欧盟, 微调并发布',
  },
  'column.use': { en: 'Use', 'zh-TW': '用途', 'zh-CN': '用途' },
  'column.verdict': { en: 'Answer', 'zh-TW': '答案', 'zh-CN': '答案' },
  'problem.licenceUseWord': {
    en: '"{part}" is not understood; write for example: commercial, 5M USD revenue, EU, fine-tune and publish',
    'zh-TW': '看不懂「{part}」；可以這樣寫：商用，年營收 500 萬美元，歐盟，微調並發布',
    'zh-CN': '看不懂“{part}”；可以这样写：商用，年收入 500 万美元，欧盟，微调并发布',
  },
  'problem.licenceUseNearest': {
    en: '"{part}" is not understood; the nearest word is "{nearest}"',
    'zh-TW': '看不懂「{part}」；最接近的詞是「{nearest}」',
    'zh-CN': '看不懂“{part}”；最接近的词是“{nearest}”',
  },
  'problem.licenceUseCurrency': {
    en: '"{part}" is in {currency}; licences count in US dollars and nothing is converted here, so write the amount in USD',
    'zh-TW': '「{part}」的幣別是 {currency}；授權以美元計，這裡不換算匯率，請改寫成美元',
    'zh-CN': '“{part}”的币种是 {currency}；许可证以美元计，这里不换算汇率，请改写成美元',
  },
  'problem.licenceUseUnit': {
    en: '"{part}" is a number without a meaning; add USD revenue or monthly users',
    'zh-TW': '「{part}」的數字不知道指什麼；請加上美元營收或月活躍使用者',
    'zh-CN': '“{part}”的数字不知道指什么；请加上美元收入或月活跃用户',
  },
  'problem.licenceUseFigure': {
    en: '"{part}" needs a number, for example 5M USD revenue or 1M users',
    'zh-TW': '「{part}」缺少數字，例如年營收 500 萬美元、100 萬月活躍使用者',
    'zh-CN': '“{part}”缺少数字，例如年收入 500 万美元、100 万月活跃用户',
  },
  'problem.licenceUseTwoFigures': {
    en: '"{part}" has two numbers; separate them by a comma',
    'zh-TW': '「{part}」有兩個數字；請用逗號分開',
    'zh-CN': '“{part}”有两个数字；请用逗号分开',
  },
  'problem.licenceUseEmpty': {
    en: 'the use is empty; write for example: commercial, 5M USD revenue, EU, fine-tune and publish',
    'zh-TW': '沒有寫用途；可以這樣寫：商用，年營收 500 萬美元，歐盟，微調並發布',
    'zh-CN': '没有写用途；可以这样写：商用，年收入 500 万美元，欧盟，微调并发布',
  },
  'problem.licenceUseLong': {
    en: '"{part}" is longer than {limit} characters',
    'zh-TW': '「{part}」超過 {limit} 個字元',
    'zh-CN': '“{part}”超过 {limit} 个字符',
  },
} as const satisfies Messages
