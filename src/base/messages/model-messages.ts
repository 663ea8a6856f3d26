import type { Message } from '../message.ts'

/** Words of `model` beyond the names of its fields. */
export const modelMessages = {
  'models.extended': {
    en: '* Longer than it was trained for, by a method of its maker; touchstone model <id> shows both.',
    'zh-TW': '* 以原廠的方法延伸，比訓練時的長度更長；touchstone model <id> 會列出兩者。',
    'zh-CN': '* 以原厂的方法扩展，比训练时的长度更长；touchstone model <id> 会列出两者。',
  },
  'models.scriptUnstated': {
    en: '{count} of {all} list Chinese without saying which script; whether they write yours is not known.',
    'zh-TW': '{all} 個中有 {count} 個只列出中文、沒有說明字體；是否能寫您要的字體並不清楚。',
    'zh-CN': '{all} 个中有 {count} 个只列出中文、没有说明字体；是否能写您要的字体并不清楚。',
  },
  'model.family.one': {
    en: 'A family of one model:',
    'zh-TW': '這是一個系列，目前只有 1 個模型：',
    'zh-CN': '这是一个系列，目前只有 1 个模型：',
  },
  'model.unproven.all': {
    en: 'Unproven: every field of its shape was chosen so that the total agrees; no second figure confirms it yet.',
    'zh-TW': '未經證實：整個結構都是為了讓總數相符而選的，還沒有第二個數字可以印證。',
    'zh-CN': '未经证实：整个结构都是为了让总数相符而选的，还没有第二个数字可以印证。',
  },
  'model.fromShapeAlone': {
    en: 'Its total was counted from the shape itself; no published figure confirms it yet.',
    'zh-TW': '總參數量是由結構本身算出來的，還沒有公布的數字可以印證。',
    'zh-CN': '总参数量是由结构本身算出来的，还没有公布的数字可以印证。',
  },
  'model.finding': {
    en: '{field}: found: {finding}  [{source}]',
    'zh-TW': '{field}：查證：{finding}  [{source}]',
    'zh-CN': '{field}：查证：{finding}  [{source}]',
  },
  'model.family': {
    en: 'A family of {count} models:',
    'zh-TW': '這是一個系列，共有 {count} 個模型：',
    'zh-CN': '这是一个系列，共有 {count} 个模型：',
  },
  'model.imported': {
    en: 'You imported it; it is not part of the catalogue.',
    'zh-TW': '這是您匯入的模型，不屬於型錄。',
    'zh-CN': '这是您导入的模型，不属于目录。',
  },
  'model.derived': {
    en: 'Parameters, counted from its shape',
    'zh-TW': '由結構計算的參數量',
    'zh-CN': '由结构计算的参数量',
  },
  'model.derived.total': {
    en: 'Every parameter once',
    'zh-TW': '每個參數只算一次',
    'zh-CN': '每个参数只算一次',
  },
  'model.derived.further': {
    en: 'Blocks that predict further tokens (MTP), beside them',
    'zh-TW': '另有預測後續 token 的區塊（MTP）',
    'zh-CN': '另有预测后续 token 的模块（MTP）',
  },
  'model.derived.active': {
    en: 'Active for one token',
    'zh-TW': '每個 token 的活躍參數',
    'zh-CN': '每个 token 的激活参数',
  },
  'model.derived.activeWithoutEmbedding': {
    en: 'Active without the embedding',
    'zh-TW': '活躍參數，不含嵌入層',
    'zh-CN': '激活参数，不含嵌入层',
  },
  'model.derived.activeWithoutHead': {
    en: 'Active without embedding and head',
    'zh-TW': '活躍參數，不含嵌入層與輸出層',
    'zh-CN': '激活参数，不含嵌入层与输出层',
  },
  'model.unproven': {
    en: 'Unproven: {fields} of its shape: chosen so that the total agrees; no second figure confirms them yet.',
    'zh-TW': '未經證實：結構中的 {fields} 是為了讓總數相符而選的，還沒有第二個數字可以印證。',
    'zh-CN': '未经证实：结构中的 {fields} 是为了让总数相符而选的，还没有第二个数字可以印证。',
  },
  'model.shapeNotFound': {
    en: 'Its shape was looked for and not found, so its memory and speed are not computed. Import its config.json to have them: touchstone import config.json',
    'zh-TW':
      '找過但沒有找到它的結構，因此不計算記憶體與速度。若您有它的 config.json，可以匯入：touchstone import config.json',
    'zh-CN':
      '找过但没有找到它的结构，因此不计算内存与速度。如果您有它的 config.json，可以导入：touchstone import config.json',
  },
  'model.prices': {
    en: 'Hosted, in US dollars per million tokens ({shown} of {count}, cheapest answers first)',
    'zh-TW': '代管價格，每百萬 token 的美元數（{count} 家中輸出最便宜的 {shown} 家）',
    'zh-CN': '托管价格，每百万 token 的美元数（{count} 家中输出最便宜的 {shown} 家）',
  },
  'model.provider': { en: 'Provider', 'zh-TW': '供應商', 'zh-CN': '供应商' },
  'model.inputPrice': { en: 'Input', 'zh-TW': '輸入', 'zh-CN': '输入' },
  'model.outputPrice': { en: 'Output', 'zh-TW': '輸出', 'zh-CN': '输出' },
  'model.date': { en: 'Listed on', 'zh-TW': '標價日期', 'zh-CN': '标价日期' },
  'model.stale': {
    en: '{date}, {months} months old',
    'zh-TW': '{date}，已有 {months} 個月',
    'zh-CN': '{date}，已有 {months} 个月',
  },
  'model.dispute': {
    en: '{field}: guides say {says}; found: {finding}  [{source}]',
    'zh-TW': '{field}：文章說：{says}；查證：{finding}  [{source}]',
    'zh-CN': '{field}：文章说：{says}；查证：{finding}  [{source}]',
  },
  'model.andMore': {
    en: '{shown} … ({count} in all)',
    'zh-TW': '{shown} …（共 {count} 項）',
    'zh-CN': '{shown} …（共 {count} 项）',
  },
  'word.on': { en: 'on', 'zh-TW': '開', 'zh-CN': '开' },
  'word.off': { en: 'off', 'zh-TW': '關', 'zh-CN': '关' },
  'reasoning.none': {
    en: 'it does not think',
    'zh-TW': '沒有思考模式',
    'zh-CN': '没有思考模式',
  },
  'reasoning.always': {
    en: 'it always thinks',
    'zh-TW': '一律思考，無法關閉',
    'zh-CN': '始终思考，无法关闭',
  },
  'reasoning.template-variable': {
    en: 'template variable {variable}: {on} or {off} (default {default})',
    'zh-TW': '範本變數 {variable}：{on} 或 {off}（預設{default}）',
    'zh-CN': '模板变量 {variable}：{on} 或 {off}（默认{default}）',
  },
  'reasoning.soft': {
    en: '; {on} or {off} in a message switches it too',
    'zh-TW': '；在訊息裡寫 {on} 或 {off} 也能切換',
    'zh-CN': '；在消息里写 {on} 或 {off} 也能切换',
  },
  'reasoning.soft-token': {
    en: '{on} or {off} in a message (default {default})',
    'zh-TW': '在訊息裡寫 {on} 或 {off}（預設{default}）',
    'zh-CN': '在消息里写 {on} 或 {off}（默认{default}）',
  },
  'reasoning.system-text': {
    en: 'system text "{on}" or "{off}" (default {default})',
    'zh-TW': '系統提示「{on}」或「{off}」（預設{default}）',
    'zh-CN': '系统提示“{on}”或“{off}”（默认{default}）',
  },
  'reasoning.system-text.on': {
    en: 'system text "{on}" (default {default})',
    'zh-TW': '系統提示「{on}」（預設{default}）',
    'zh-CN': '系统提示“{on}”（默认{default}）',
  },
  'reasoning.effort': {
    en: 'effort: {levels} (default {default})',
    'zh-TW': '思考強度：{levels}（預設 {default}）',
    'zh-CN': '思考强度：{levels}（默认 {default}）',
  },
  'reasoning.budget': {
    en: 'a budget of tokens in {variable} (default {default})',
    'zh-TW': '以 {variable} 設定思考的 token 上限（預設{default}）',
    'zh-CN': '以 {variable} 设置思考的 token 上限（默认{default}）',
  },
  'systemRole.system': { en: 'a turn of its own', 'zh-TW': '獨立的一輪', 'zh-CN': '独立的一轮' },
  'systemRole.developer': {
    en: 'a developer turn',
    'zh-TW': 'developer 輪次',
    'zh-CN': 'developer 轮次',
  },
  'systemRole.in-user-turn': {
    en: 'put before the first user text',
    'zh-TW': '併入第一段使用者訊息',
    'zh-CN': '并入第一段用户消息',
  },
  'systemRole.none': { en: 'not accepted', 'zh-TW': '不接受', 'zh-CN': '不接受' },
  'baseModelRelation.fine-tune': { en: 'fine-tuning', 'zh-TW': '微調', 'zh-CN': '微调' },
  'baseModelRelation.distillation': { en: 'distillation', 'zh-TW': '蒸餾', 'zh-CN': '蒸馏' },
  'baseModelRelation.continued-pretraining': {
    en: 'further pretraining',
    'zh-TW': '繼續預訓練',
    'zh-CN': '继续预训练',
  },
  'baseModelRelation.pruning': { en: 'pruning', 'zh-TW': '剪枝', 'zh-CN': '剪枝' },
  'baseModelRelation.merge': { en: 'merging', 'zh-TW': '合併', 'zh-CN': '合并' },
  'toolCallForm.parser': {
    en: 'vLLM parser {parser}',
    'zh-TW': 'vLLM 剖析器 {parser}',
    'zh-CN': 'vLLM 解析器 {parser}',
  },
  'toolCallForm.opens': {
    en: 'vLLM parser {parser}, opens with {opens}',
    'zh-TW': 'vLLM 剖析器 {parser}，以 {opens} 開頭',
    'zh-CN': 'vLLM 解析器 {parser}，以 {opens} 开头',
  },
  'modality.text': { en: 'text', 'zh-TW': '文字', 'zh-CN': '文本' },
  'modality.image': { en: 'images', 'zh-TW': '圖片', 'zh-CN': '图片' },
  'modality.audio': { en: 'audio', 'zh-TW': '聲音', 'zh-CN': '音频' },
  'modality.video': { en: 'video', 'zh-TW': '影片', 'zh-CN': '视频' },
  'modality.embedding': { en: 'vectors', 'zh-TW': '向量', 'zh-CN': '向量' },
  'speciality.code': { en: 'code', 'zh-TW': '程式碼', 'zh-CN': '代码' },
  'speciality.maths': { en: 'maths', 'zh-TW': '數學', 'zh-CN': '数学' },
  'speciality.agent': { en: 'agents', 'zh-TW': '代理任務', 'zh-CN': '智能体' },
  'speciality.rag': { en: 'answers from documents', 'zh-TW': '檢索問答', 'zh-CN': '检索问答' },
  'speciality.translation': { en: 'translation', 'zh-TW': '翻譯', 'zh-CN': '翻译' },
  'speciality.roleplay': { en: 'role play', 'zh-TW': '角色扮演', 'zh-CN': '角色扮演' },
  'speciality.vision': { en: 'images', 'zh-TW': '視覺', 'zh-CN': '视觉' },
  'speciality.medical': { en: 'medicine', 'zh-TW': '醫療', 'zh-CN': '医疗' },
  'next.licenceTerms': {
    en: 'What its licence allows',
    'zh-TW': '授權允許什麼',
    'zh-CN': '许可证允许什么',
  },
  'field.outputLength': { en: 'Longest answer', 'zh-TW': '最長輸出', 'zh-CN': '最长输出' },
} as const satisfies Record<string, Message>
