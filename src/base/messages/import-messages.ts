import type { Message } from '../message.ts'

/** What is wrong with a model file, and the words of `import`. */
export const importMessages = {
  'problem.file.noGguf': {
    en: 'it does not begin with "GGUF"',
    'zh-TW': '開頭不是「GGUF」',
    'zh-CN': '开头不是“GGUF”',
  },
  'problem.file.bigEndian': {
    en: 'it is a GGUF file of the other byte order (big-endian), which is not read',
    'zh-TW': '它是另一種位元組順序（big-endian）的 GGUF，無法讀取',
    'zh-CN': '它是另一种字节序（big-endian）的 GGUF，无法读取',
  },
  'problem.file.version': {
    en: 'GGUF version {value} is not read (versions 2 and 3 are)',
    'zh-TW': '無法讀取 GGUF 第 {value} 版（可讀第 2、3 版）',
    'zh-CN': '无法读取 GGUF 第 {value} 版（可读第 2、3 版）',
  },
  'problem.file.ends': {
    en: 'it ends before its header does (at byte {position}); get it again',
    'zh-TW': '標頭還沒結束檔案就斷了（位元組 {position}），請重新取得',
    'zh-CN': '文件头还没结束文件就断了（字节 {position}），请重新获取',
  },
  'problem.file.truncated': {
    en: 'the header describes {expected} bytes, the file has {value}; get it again',
    'zh-TW': '標頭描述了 {expected} 位元組，檔案只有 {value}，請重新取得',
    'zh-CN': '文件头描述了 {expected} 字节，文件只有 {value}，请重新获取',
  },
  'problem.file.headerTooLong': {
    en: 'its header is longer than {limit} bytes',
    'zh-TW': '標頭超過 {limit} 位元組',
    'zh-CN': '文件头超过 {limit} 字节',
  },
  'problem.file.tooMany': {
    en: 'it claims {what} = {value} at byte {position}; the limit is {limit}',
    'zh-TW': '它在位元組 {position} 處宣稱 {what} = {value}，上限是 {limit}',
    'zh-CN': '它在字节 {position} 处声称 {what} = {value}，上限是 {limit}',
  },
  'problem.file.valueType': {
    en: 'type {value} of a metadata value is unknown or not allowed (byte {position})',
    'zh-TW': '中繼資料的值類型 {value} 不明或不允許（位元組 {position}）',
    'zh-CN': '元数据的值类型 {value} 未知或不允许（字节 {position}）',
  },
  'problem.file.key': {
    en: 'a name at byte {position} has characters that names do not have',
    'zh-TW': '位元組 {position} 處的名稱含有不該出現的字元',
    'zh-CN': '字节 {position} 处的名称含有不该出现的字符',
  },
  'problem.file.twice': {
    en: '"{value}" is there twice',
    'zh-TW': '「{value}」出現兩次',
    'zh-CN': '“{value}”出现两次',
  },
  'problem.file.dimensions': {
    en: 'tensor {tensor} has {value} dimensions; 1 to 4 are possible',
    'zh-TW': '張量 {tensor} 有 {value} 個維度，只能是 1 到 4',
    'zh-CN': '张量 {tensor} 有 {value} 个维度，只能是 1 到 4',
  },
  'problem.file.tensorType': {
    en: 'tensor {tensor} has the unknown type {value}; a newer Touchstone may know it',
    'zh-TW': '張量 {tensor} 的類型 {value} 不明，較新的 Touchstone 或許認得',
    'zh-CN': '张量 {tensor} 的类型 {value} 未知，较新的 Touchstone 或许认得',
  },
  'problem.file.shape': {
    en: 'tensor {tensor} cannot have the shape {value}',
    'zh-TW': '張量 {tensor} 不可能是 {value} 這個形狀',
    'zh-CN': '张量 {tensor} 不可能是 {value} 这个形状',
  },
  'problem.file.rows': {
    en: 'rows of {value} values of tensor {tensor} do not divide into blocks of {type}',
    'zh-TW': '張量 {tensor} 每列 {value} 個值，無法分成 {type} 的區塊',
    'zh-CN': '张量 {tensor} 每行 {value} 个值，无法分成 {type} 的块',
  },
  'problem.file.alignment': {
    en: 'general.alignment = {value} is no power of two up to 1,048,576',
    'zh-TW': 'general.alignment = {value} 不是 1,048,576 以內的 2 的次方',
    'zh-CN': 'general.alignment = {value} 不是 1,048,576 以内的 2 的幂',
  },
  'problem.file.offset': {
    en: 'tensor {tensor} begins at {value}, which is not aligned',
    'zh-TW': '張量 {tensor} 從 {value} 開始，沒有對齊',
    'zh-CN': '张量 {tensor} 从 {value} 开始，没有对齐',
  },
  'problem.file.overlap': {
    en: 'tensor {tensor} reaches into another',
    'zh-TW': '張量 {tensor} 和另一個張量重疊',
    'zh-CN': '张量 {tensor} 和另一个张量重叠',
  },
  'problem.file.split': {
    en: 'it is part {value} of {expected}, and the parts do not belong together: {what}',
    'zh-TW': '它是 {expected} 個分割檔中的第 {value} 個，但各檔不相符：{what}',
    'zh-CN': '它是 {expected} 个分片中的第 {value} 个，但各分片不相符：{what}',
  },
  'problem.file.splitMissing': {
    en: 'it is part {value} of {expected}; put all parts beside each other and import the first',
    'zh-TW': '它是 {expected} 個分割檔中的第 {value} 個；請把所有檔案放在一起，匯入第一個',
    'zh-CN': '它是 {expected} 个分片中的第 {value} 个；请把所有分片放在一起，导入第一个',
  },
  'problem.file.pickle': {
    en: 'it is a pickle or zip archive, which can run code when it is loaded; such files are never read',
    'zh-TW': '它是 pickle 或 zip 檔，載入時可能執行程式碼，一律不讀取',
    'zh-CN': '它是 pickle 或 zip 文件，加载时可能执行代码，一律不读取',
  },
  'problem.file.noSafetensors': {
    en: 'it does not begin like a safetensors file',
    'zh-TW': '開頭不像 safetensors 檔',
    'zh-CN': '开头不像 safetensors 文件',
  },
  'problem.file.safetensorsJson': {
    en: 'its header is no JSON object of tensors: {value}',
    'zh-TW': '它的標頭不是描述張量的 JSON 物件：{value}',
    'zh-CN': '它的文件头不是描述张量的 JSON 对象：{value}',
  },
  'problem.file.safetensorsTensor': {
    en: 'tensor {tensor}: {value} is not what dtype, shape and offsets of a tensor look like',
    'zh-TW': '張量 {tensor}：{value} 不是張量該有的 dtype、形狀和位移',
    'zh-CN': '张量 {tensor}：{value} 不是张量该有的 dtype、形状和偏移',
  },
  'problem.file.gap': {
    en: 'the data before tensor {tensor} belongs to no tensor or to two',
    'zh-TW': '張量 {tensor} 之前的資料不屬於任何張量，或同時屬於兩個',
    'zh-CN': '张量 {tensor} 之前的数据不属于任何张量，或同时属于两个',
  },
  'problem.architecture.missing': {
    en: 'The config has no model_type; take it from the repository as published.',
    'zh-TW': '設定裡沒有 model_type；請用儲存庫中公布的原檔。',
    'zh-CN': '配置里没有 model_type；请用仓库中发布的原文件。',
  },
  'problem.architecture.unknown': {
    en: 'A newer Touchstone may read it; a reader for it is welcome (docs/adding-a-model.md).',
    'zh-TW': '較新的 Touchstone 或許能讀；也歡迎補上讀取器（docs/adding-a-model.md）。',
    'zh-CN': '较新的 Touchstone 或许能读；也欢迎补上读取器（docs/adding-a-model.md）。',
  },
  'problem.file.gzip': {
    en: 'its gzip data is damaged or cut off; get it again',
    'zh-TW': '它的 gzip 資料損壞或不完整，請重新取得',
    'zh-CN': '它的 gzip 数据损坏或不完整，请重新获取',
  },
  'problem.file.noFile': {
    en: 'it is no regular file, or it cannot be read',
    'zh-TW': '它不是一般檔案，或無法讀取',
    'zh-CN': '它不是普通文件，或无法读取',
  },
  'problem.file.brokenLink': {
    en: 'it is a link to something that is not there or cannot be reached',
    'zh-TW': '它是連結，但指向的東西不存在或無法存取',
    'zh-CN': '它是链接，但指向的东西不存在或无法访问',
  },
  'problem.file.tooLarge': {
    en: 'it is larger than {limit} bytes, more than any such file needs',
    'zh-TW': '它超過 {limit} 位元組，這類檔案不需要這麼大',
    'zh-CN': '它超过 {limit} 字节，这类文件不需要这么大',
  },
  'problem.file.noConfig': {
    en: 'it is no JSON object of settings',
    'zh-TW': '它不是由設定組成的 JSON 物件',
    'zh-CN': '它不是由设置组成的 JSON 对象',
  },
  'problem.file.giveConfig': {
    en: 'Its GGUF header alone cannot be turned into a shape; give the config.json of the model: --config config.json',
    'zh-TW': '單憑它的 GGUF 標頭還原不出結構；請附上這個模型的 config.json：--config config.json',
    'zh-CN': '仅凭它的 GGUF 文件头还原不出结构；请附上这个模型的 config.json：--config config.json',
  },
  'problem.import.noConfig': {
    en: 'there is neither a config.json nor a GGUF file; give the config.json of the model: --config config.json',
    'zh-TW':
      '裡面沒有 config.json，也沒有 GGUF 檔；請附上這個模型的 config.json：--config config.json',
    'zh-CN':
      '里面没有 config.json，也没有 GGUF 文件；请附上这个模型的 config.json：--config config.json',
  },
  'problem.import.severalFiles': {
    en: 'it holds several models; name one with --file: {files}',
    'zh-TW': '裡面有好幾個模型，請用 --file 指定一個：{files}',
    'zh-CN': '里面有好几个模型，请用 --file 指定一个：{files}',
  },
  'problem.import.total': {
    en: 'its files hold {published} parameters, its shape gives {derived} ({percent} off); one of them belongs to another model',
    'zh-TW':
      '檔案裡有 {published} 個參數，結構卻算出 {derived} 個（相差 {percent}）；兩者不屬於同一個模型',
    'zh-CN':
      '文件里有 {published} 个参数，结构却算出 {derived} 个（相差 {percent}）；两者不属于同一个模型',
  },
  'problem.web.address': {
    en: 'it is no http or https address',
    'zh-TW': '它不是 http 或 https 網址',
    'zh-CN': '它不是 http 或 https 地址',
  },
  'problem.web.credentials': {
    en: 'addresses with a name and password in them are not used; set HF_TOKEN instead',
    'zh-TW': '不使用內含帳號密碼的網址，請改設 HF_TOKEN',
    'zh-CN': '不使用内含账号密码的地址，请改设 HF_TOKEN',
  },
  'problem.web.redirects': {
    en: 'it sends on to other addresses without end',
    'zh-TW': '它不斷轉址',
    'zh-CN': '它不断重定向',
  },
  'problem.web.downgrade': {
    en: 'it leads from an encrypted address to one that is not',
    'zh-TW': '它從加密網址轉往未加密的網址',
    'zh-CN': '它从加密地址跳转到未加密的地址',
  },
  'problem.web.redirectElsewhere': {
    en: 'it sends on to something that is no http or https address ({detail})',
    'zh-TW': '它轉往的不是 http 或 https 網址（{detail}）',
    'zh-CN': '它跳转到的不是 http 或 https 地址（{detail}）',
  },
  'problem.web.timeout': {
    en: 'it did not answer in time; try again later, or check the proxy settings',
    'zh-TW': '等候逾時，沒有回應；請稍後再試，或檢查 proxy 設定',
    'zh-CN': '等待超时，没有响应；请稍后再试，或检查代理设置',
  },
  'problem.web.stalled': {
    en: 'it began to answer and then sent nothing more; try again',
    'zh-TW': '它開始傳送後就停住了；請再試一次',
    'zh-CN': '它开始发送后就停住了；请再试一次',
  },
  'problem.web.slow': {
    en: 'it sends too slowly (fewer than {detail} bytes a second); try again later, or use a mirror',
    'zh-TW': '它傳送得太慢（每秒不到 {detail} 位元組）；請稍後再試，或改用鏡像站',
    'zh-CN': '它发送得太慢（每秒不到 {detail} 字节）；请稍后再试，或改用镜像站',
  },
  'problem.web.brokenOff': {
    en: 'the connection broke off before all of it had come ({detail}); try again',
    'zh-TW': '還沒傳完連線就中斷了（{detail}）；請再試一次',
    'zh-CN': '还没传完连接就中断了（{detail}）；请再试一次',
  },
  'problem.web.noAnswer': {
    en: 'there was no answer ({detail})',
    'zh-TW': '沒有回應（{detail}）',
    'zh-CN': '没有响应（{detail}）',
  },
  'problem.web.gated': {
    en: 'access was refused; accept the terms on its page, then set HF_TOKEN to a token that may read it',
    'zh-TW': '存取遭拒；請先在它的頁面同意條款，再把 HF_TOKEN 設為有讀取權的 token',
    'zh-CN': '访问被拒；请先在它的页面同意条款，再把 HF_TOKEN 设为有读取权限的 token',
  },
  'problem.web.noRanges': {
    en: 'this server cannot send parts of a file; download the file and import that',
    'zh-TW': '這台伺服器不能只傳送部分檔案；請先下載，再匯入檔案',
    'zh-CN': '这台服务器不能只发送文件的一部分；请先下载，再导入文件',
  },
  'problem.web.busy': {
    en: 'it asks to wait (429); try again in a few minutes',
    'zh-TW': '它要求稍候（429），請過幾分鐘再試',
    'zh-CN': '它要求稍候（429），请过几分钟再试',
  },
  'problem.web.status': {
    en: 'it answered {detail}',
    'zh-TW': '它回應 {detail}',
    'zh-CN': '它返回 {detail}',
  },
  'problem.web.gone': {
    en: 'the file went away while it was read',
    'zh-TW': '讀到一半檔案就消失了',
    'zh-CN': '读到一半文件就消失了',
  },
  'problem.web.noModel': {
    en: 'there is no such model or revision, or it is private',
    'zh-TW': '沒有這個模型或版本，或它是私有的',
    'zh-CN': '没有这个模型或版本，或它是私有的',
  },
  'problem.web.form': {
    en: 'its answer has not the form of a model hub',
    'zh-TW': '它的回應不是模型平台的格式',
    'zh-CN': '它的响应不是模型平台的格式',
  },
  'problem.file.unknownKind': {
    en: 'it is none of: config.json, .gguf, .safetensors, model.safetensors.index.json, a folder, an address, or owner/name on the Hub',
    'zh-TW':
      '它不是以下任何一種：config.json、.gguf、.safetensors、model.safetensors.index.json、資料夾、網址，或 Hub 上的 owner/name',
    'zh-CN':
      '它不是以下任何一种：config.json、.gguf、.safetensors、model.safetensors.index.json、文件夹、地址，或 Hub 上的 owner/name',
  },
  'import.summary': {
    en: 'add a model from a config.json, a GGUF or safetensors header, a folder, an address or the Hub',
    'zh-TW': '從 config.json、GGUF 或 safetensors 標頭、資料夾、網址或 Hub 加入模型',
    'zh-CN': '从 config.json、GGUF 或 safetensors 文件头、文件夹、地址或 Hub 添加模型',
  },
  'flag.from': {
    en: 'config.json, .gguf, .safetensors, index, folder, address, or owner/name[@revision] on the Hub',
    'zh-TW': 'config.json、.gguf、.safetensors、索引、資料夾、網址，或 Hub 上的 owner/name[@版本]',
    'zh-CN': 'config.json、.gguf、.safetensors、索引、文件夹、地址，或 Hub 上的 owner/name[@版本]',
  },
  'flag.config': {
    en: 'a config.json that stands for the one of the place',
    'zh-TW': '改用這份 config.json',
    'zh-CN': '改用这份 config.json',
  },
  'flag.file': {
    en: 'the file that is meant, where a place holds several models',
    'zh-TW': '有好幾個模型時，指定其中的檔案',
    'zh-CN': '有好几个模型时，指定其中的文件',
  },
  'flag.id': { en: 'id to give it', 'zh-TW': '給它的識別名稱', 'zh-CN': '给它的标识名' },
  'flag.name': { en: 'name to show', 'zh-TW': '顯示的名稱', 'zh-CN': '显示的名称' },
  'flag.released': {
    en: 'day of its release (2025-01-31), where no card says it: with the size it lets a quality be predicted',
    'zh-TW': '發布日期（2025-01-31），模型卡沒寫時使用：有了它和規模才能估計品質',
    'zh-CN': '发布日期（2025-01-31），模型卡没写时使用：有了它和规模才能估计质量',
  },
  'problem.import.released': {
    en: 'the day of release is after today',
    'zh-TW': '發布日期在今天之後',
    'zh-CN': '发布日期在今天之后',
  },
  'flag.dryRun': {
    en: 'look and check, write nothing',
    'zh-TW': '只查看與核對，不寫入',
    'zh-CN': '只查看与核对，不写入',
  },
  'flag.remove': {
    en: 'take an imported model out again',
    'zh-TW': '移除匯入的模型',
    'zh-CN': '移除导入的模型',
  },
  'import.none': {
    en: 'Nothing was imported yet. Example: touchstone import Qwen/Qwen3-8B, or a config.json, a GGUF file, a folder.',
    'zh-TW':
      '還沒有匯入任何模型。例如：touchstone import Qwen/Qwen3-8B，也可以給 config.json、GGUF 檔或資料夾。',
    'zh-CN':
      '还没有导入任何模型。例如：touchstone import Qwen/Qwen3-8B，也可以给 config.json、GGUF 文件或文件夹。',
  },
  'import.listed': {
    en: 'Imported models: {count}',
    'zh-TW': '已匯入的模型：{count} 個',
    'zh-CN': '已导入的模型：{count} 个',
  },
  'import.removed': {
    en: 'Removed. Imported models: {count}',
    'zh-TW': '已移除。已匯入的模型：{count} 個',
    'zh-CN': '已移除。已导入的模型：{count} 个',
  },
  'import.imported': {
    en: 'Imported {model} from {from}.',
    'zh-TW': '已從 {from} 匯入 {model}。',
    'zh-CN': '已从 {from} 导入 {model}。',
  },
  'import.replaced': {
    en: 'Imported {model} again from {from}; the earlier record is replaced.',
    'zh-TW': '已從 {from} 重新匯入 {model}，取代先前的紀錄。',
    'zh-CN': '已从 {from} 重新导入 {model}，替换了先前的记录。',
  },
  'import.checked': {
    en: '{model} from {from} can be imported; nothing was written.',
    'zh-TW': '可以從 {from} 匯入 {model}；目前沒有寫入任何東西。',
    'zh-CN': '可以从 {from} 导入 {model}；目前没有写入任何东西。',
  },
  'import.check.tensors.exact': {
    en: 'all {published} tensors of the file have the names and shapes that its architecture gives',
    'zh-TW': '檔案的 {published} 個張量，名稱與形狀都和架構算出的一致',
    'zh-CN': '文件的 {published} 个张量，名称与形状都和架构算出的一致',
  },
  'import.check.tensors.within': {
    en: '{derived} of {published} tensors are as the architecture gives them; others differ: {differing}',
    'zh-TW': '{published} 個張量中有 {derived} 個和架構算出的一致，其餘不同：{differing}',
    'zh-CN': '{published} 个张量中有 {derived} 个和架构算出的一致，其余不同：{differing}',
  },
  'import.check.tensors.unproven': {
    en: 'the tensors were not compared',
    'zh-TW': '沒有比對張量',
    'zh-CN': '没有比对张量',
  },
  'import.check.total.exact': {
    en: 'its files hold {published} parameters, exactly what its shape gives',
    'zh-TW': '檔案裡有 {published} 個參數，和結構算出的完全相同',
    'zh-CN': '文件里有 {published} 个参数，和结构算出的完全相同',
  },
  'import.check.total.within': {
    en: 'its files hold {published} parameters, its shape gives {derived} (less than 0.5 % apart)',
    'zh-TW': '檔案裡有 {published} 個參數，結構算出 {derived} 個（相差不到 0.5%）',
    'zh-CN': '文件里有 {published} 个参数，结构算出 {derived} 个（相差不到 0.5%）',
  },
  'import.check.total.unproven': {
    en: 'the total was not compared',
    'zh-TW': '沒有比對總數',
    'zh-CN': '没有比对总数',
  },
  'import.check.none.unproven': {
    en: 'unproven: only the configuration was at hand; it gives {derived} parameters, and nothing confirms them',
    'zh-TW': '未經證實：手邊只有設定檔，由它算出 {derived} 個參數，沒有其他資料可印證',
    'zh-CN': '未经证实：手边只有配置文件，由它算出 {derived} 个参数，没有其他数据可印证',
  },
  'import.architecture': { en: 'Architecture', 'zh-TW': '架構', 'zh-CN': '架构' },
  'import.revision': { en: 'Revision', 'zh-TW': '版本', 'zh-CN': '版本' },
  'import.file': { en: 'Record', 'zh-TW': '紀錄檔', 'zh-CN': '记录文件' },
  'import.noEngine': {
    en: 'llama.cpp has no architecture of this kind, so sizes are those of its rules for similar ones at best.',
    'zh-TW': 'llama.cpp 沒有這種架構，因此大小最多只能依相近架構的規則估計。',
    'zh-CN': 'llama.cpp 没有这种架构，因此大小最多只能依相近架构的规则估计。',
  },
  'import.undo': { en: 'Take it out again', 'zh-TW': '移除', 'zh-CN': '移除' },
} as const satisfies Record<string, Message>
