import type { Messages } from '../message.ts'

export const interfaceMessages = {
  'problem.language': {
    en: '"{received}" is no language; write a tag such as zh-TW, zh-CN, en, ja, or a name such as 日文 or German',
    'zh-TW': '「{received}」不是語言；請寫標籤（zh-TW、zh-CN、en、ja）或名稱（日文、German）',
    'zh-CN': '“{received}”不是语言；请写标签（zh-TW、zh-CN、en、ja）或名称（日语、German）',
  },
  'problem.json': { en: 'it cannot be read', 'zh-TW': '無法解讀', 'zh-CN': '无法解析' },
  'problem.jsonAt': {
    en: 'it cannot be read at position {position}',
    'zh-TW': '第 {position} 個字元處無法解讀',
    'zh-CN': '第 {position} 个字符处无法解析',
  },
  'problem.jsonEnd': { en: 'it ends too early', 'zh-TW': '內容不完整', 'zh-CN': '内容不完整' },
  'problem.jsonDepth': {
    en: 'it is nested deeper than {limit} levels',
    'zh-TW': '巢狀超過 {limit} 層',
    'zh-CN': '嵌套超过 {limit} 层',
  },
  'problem.utf8': {
    en: 'it is not UTF-8 text',
    'zh-TW': '不是 UTF-8 文字',
    'zh-CN': '不是 UTF-8 文本',
  },
  'problem.missing': {
    en: 'it is missing; expected {expected}',
    'zh-TW': '缺少這個值，應為{expected}',
    'zh-CN': '缺少这个值，应为{expected}',
  },
  'problem.type': {
    en: 'expected {expected}, got {received}',
    'zh-TW': '應為{expected}，收到的是 {received}',
    'zh-CN': '应为{expected}，收到的是 {received}',
  },
  'problem.value': {
    en: '{received} is not one of: {allowed}',
    'zh-TW': '{received} 不在可用的值之中：{allowed}',
    'zh-CN': '{received} 不在可用的值之中：{allowed}',
  },
  'problem.tooSmall': {
    en: 'must be at least {minimum}, got {received}',
    'zh-TW': '至少要 {minimum}，收到的是 {received}',
    'zh-CN': '至少要 {minimum}，收到的是 {received}',
  },
  'problem.tooBig': {
    en: 'must be at most {maximum}, got {received}',
    'zh-TW': '最多是 {maximum}，收到的是 {received}',
    'zh-CN': '最多是 {maximum}，收到的是 {received}',
  },
  'problem.tooSmallExclusive': {
    en: 'must be more than {minimum}, got {received}',
    'zh-TW': '必須大於 {minimum}，收到的是 {received}',
    'zh-CN': '必须大于 {minimum}，收到的是 {received}',
  },
  'problem.tooBigExclusive': {
    en: 'must be less than {maximum}, got {received}',
    'zh-TW': '必須小於 {maximum}，收到的是 {received}',
    'zh-CN': '必须小于 {maximum}，收到的是 {received}',
  },
  'problem.tooSmallLength': {
    en: 'must have a length of at least {minimum}',
    'zh-TW': '長度至少要 {minimum}',
    'zh-CN': '长度至少要 {minimum}',
  },
  'problem.tooBigLength': {
    en: 'must have a length of at most {maximum}',
    'zh-TW': '長度最多是 {maximum}',
    'zh-CN': '长度最多是 {maximum}',
  },
  'problem.format': {
    en: '{received} does not have the form of {expected}',
    'zh-TW': '{received} 不符合格式：{expected}',
    'zh-CN': '{received} 不符合格式：{expected}',
  },
  'problem.other': {
    en: '{received} is not accepted here',
    'zh-TW': '這裡不接受 {received}',
    'zh-CN': '这里不接受 {received}',
  },
  'problem.count': {
    en: 'write a number such as 4B, 32k or 10萬',
    'zh-TW': '請寫數字，例如 4B、32k 或 10萬',
    'zh-CN': '请写数字，例如 4B、32k 或 10万',
  },
  'problem.tokens': {
    en: 'write tokens such as 32768, 32k or 10萬',
    'zh-TW': '請寫 token 數，例如 32768、32k 或 10萬',
    'zh-CN': '请写 token 数，例如 32768、32k 或 10万',
  },
  'problem.bytes': {
    en: 'write bytes such as 64gb or 512mb',
    'zh-TW': '請寫容量，例如 64gb 或 512mb',
    'zh-CN': '请写容量，例如 64gb 或 512mb',
  },
  'problem.number': { en: 'write a number', 'zh-TW': '請寫數字', 'zh-CN': '请写数字' },
  'problem.boolean': {
    en: 'write true or false, or the option alone',
    'zh-TW': '請寫 true 或 false，或只寫選項',
    'zh-CN': '请写 true 或 false，或只写选项',
  },
  'problem.valueMissing': {
    en: 'a value must follow',
    'zh-TW': '後面要接一個值',
    'zh-CN': '后面要接一个值',
  },
  'problem.noValue': {
    en: 'this option takes no value',
    'zh-TW': '這個選項不接值',
    'zh-CN': '这个选项不接值',
  },
  'problem.file': {
    en: 'the file cannot be read',
    'zh-TW': '檔案無法讀取',
    'zh-CN': '文件无法读取',
  },
  'problem.locale': {
    en: 'the languages are zh-TW, zh-CN and en',
    'zh-TW': '可用的語言是 zh-TW、zh-CN、en',
    'zh-CN': '可用的语言是 zh-TW、zh-CN、en',
  },
  'problem.port': {
    en: 'a port is a whole number from 0 to 65535',
    'zh-TW': '連接埠是 0 到 65535 的整數',
    'zh-CN': '端口是 0 到 65535 的整数',
  },
  'problem.portTaken': {
    en: 'the port {port} on {host} cannot be opened ({reason}); choose another with --port',
    'zh-TW': '無法開啟 {host} 的連接埠 {port}（{reason}），請用 --port 換一個',
    'zh-CN': '无法打开 {host} 的端口 {port}（{reason}），请用 --port 换一个',
  },
  'problem.keyNeeded': {
    en: 'beyond this computer (--host {host}) a key is needed; give --api-key or TOUCHSTONE_API_KEY, at least 16 characters',
    'zh-TW':
      '對外開放（--host {host}）需要金鑰，請以 --api-key 或 TOUCHSTONE_API_KEY 提供，至少 16 個字元',
    'zh-CN':
      '对外开放（--host {host}）需要密钥，请以 --api-key 或 TOUCHSTONE_API_KEY 提供，至少 16 个字符',
  },
  'problem.keyNeededForWrite': {
    en: 'operations that write or run programs need a key; give --api-key or TOUCHSTONE_API_KEY, at least 16 characters',
    'zh-TW':
      '會寫入或執行程式的操作需要金鑰，請以 --api-key 或 TOUCHSTONE_API_KEY 提供，至少 16 個字元',
    'zh-CN':
      '会写入或运行程序的操作需要密钥，请以 --api-key 或 TOUCHSTONE_API_KEY 提供，至少 16 个字符',
  },
  'problem.keyWrong': {
    en: 'a key is needed: Authorization: Bearer <key>',
    'zh-TW': '需要金鑰：Authorization: Bearer <key>',
    'zh-CN': '需要密钥：Authorization: Bearer <key>',
  },
  'problem.hostName': {
    en: 'the Host header "{host}" is none of this server; name it with --allowed-host',
    'zh-TW': 'Host 標頭「{host}」不屬於這個伺服器，可用 --allowed-host 加入',
    'zh-CN': 'Host 标头“{host}”不属于这个服务器，可用 --allowed-host 加入',
  },
  'problem.origin': {
    en: 'requests from other sites are refused',
    'zh-TW': '拒絕來自其他網站的請求',
    'zh-CN': '拒绝来自其他网站的请求',
  },
  'problem.contentType': {
    en: 'the body must be sent as Content-Type: application/json',
    'zh-TW': '內容必須以 Content-Type: application/json 送出',
    'zh-CN': '内容必须以 Content-Type: application/json 发送',
  },
  'problem.contentEncoding': {
    en: 'a compressed body is not accepted',
    'zh-TW': '不接受壓縮過的內容',
    'zh-CN': '不接受压缩过的内容',
  },
  'problem.method': {
    en: 'this address takes {allowed}',
    'zh-TW': '這個位址只接受 {allowed}',
    'zh-CN': '这个地址只接受 {allowed}',
  },
  'problem.logged': {
    en: 'the server has written it to its log',
    'zh-TW': '伺服器已寫入日誌',
    'zh-CN': '服务器已写入日志',
  },
  'type.string': { en: 'text', 'zh-TW': '文字', 'zh-CN': '文本' },
  'type.number': { en: 'a number', 'zh-TW': '數字', 'zh-CN': '数字' },
  'type.int': { en: 'a whole number', 'zh-TW': '整數', 'zh-CN': '整数' },
  'type.boolean': { en: 'true or false', 'zh-TW': ' true 或 false', 'zh-CN': ' true 或 false' },
  'type.array': { en: 'a list', 'zh-TW': '清單', 'zh-CN': '列表' },
  'type.object': { en: 'an object with fields', 'zh-TW': '帶欄位的物件', 'zh-CN': '带字段的对象' },
  'type.record': { en: 'an object with fields', 'zh-TW': '帶欄位的物件', 'zh-CN': '带字段的对象' },
  'type.date': {
    en: 'a day such as 2025-06-30',
    'zh-TW': '日期，例如 2025-06-30',
    'zh-CN': '日期，例如 2025-06-30',
  },
  'error.unknown_model.bare': {
    en: 'No model is called "{model}". List them: touchstone models',
    'zh-TW': '沒有名為「{model}」的模型。列出全部：touchstone models',
    'zh-CN': '没有名为“{model}”的模型。列出全部：touchstone models',
  },
  'error.unknown_field.bare': {
    en: 'There is no field "{field}" here.',
    'zh-TW': '這裡沒有「{field}」這個欄位。',
    'zh-CN': '这里没有“{field}”这个字段。',
  },
  'error.unknown_option.bare': {
    en: 'There is no option {option}. See: touchstone {operation} --help',
    'zh-TW': '沒有 {option} 這個選項。請看：touchstone {operation} --help',
    'zh-CN': '没有 {option} 这个选项。请看：touchstone {operation} --help',
  },
  'error.unknown_command.bare': {
    en: 'There is no command "{command}". See: touchstone --help',
    'zh-TW': '沒有「{command}」這個指令。請看：touchstone --help',
    'zh-CN': '没有“{command}”这个命令。请看：touchstone --help',
  },
  'cli.error': { en: 'Error: {message}', 'zh-TW': '錯誤：{message}', 'zh-CN': '错误：{message}' },
  'cli.tagline': {
    en: 'Touchstone: which open language model to use, on your machine, and how each number is known',
    'zh-TW': '試金石 Touchstone：您的機器該用哪個開放語言模型，每個數字都說明出處',
    'zh-CN': '试金石 Touchstone：您的机器该用哪个开放语言模型，每个数字都说明出处',
  },
  'cli.version': {
    en: 'touchstone {version}, catalogue {catalogueVersion} of {catalogueDate}',
    'zh-TW': 'touchstone {version}，型錄 {catalogueVersion}（{catalogueDate}）',
    'zh-CN': 'touchstone {version}，目录 {catalogueVersion}（{catalogueDate}）',
  },
  'cli.usage': { en: 'Usage: {usage}', 'zh-TW': '用法：{usage}', 'zh-CN': '用法：{usage}' },
  'cli.operations': { en: 'Operations', 'zh-TW': '操作', 'zh-CN': '操作' },
  'cli.commands': { en: 'Other commands', 'zh-TW': '其他指令', 'zh-CN': '其他命令' },
  'cli.arguments': { en: 'Arguments', 'zh-TW': '引數', 'zh-CN': '参数' },
  'cli.options': { en: 'Options', 'zh-TW': '選項', 'zh-CN': '选项' },
  'cli.everywhere': {
    en: 'Options of every command',
    'zh-TW': '所有指令共用的選項',
    'zh-CN': '所有命令共用的选项',
  },
  'cli.examples': { en: 'Examples', 'zh-TW': '範例', 'zh-CN': '示例' },
  'cli.operation': { en: 'operation', 'zh-TW': '操作', 'zh-CN': '操作' },
  'cli.optionsPlace': { en: 'options', 'zh-TW': '選項', 'zh-CN': '选项' },
  'cli.default': {
    en: 'Without an operation: recommend, for this computer.',
    'zh-TW': '不寫操作時，就是為這台電腦做 recommend。',
    'zh-CN': '不写操作时，就是为这台电脑做 recommend。',
  },
  'cli.more': {
    en: 'More on one of them: touchstone <{operation}> --help',
    'zh-TW': '各操作的說明：touchstone <{operation}> --help',
    'zh-CN': '各操作的说明：touchstone <{operation}> --help',
  },
  'cli.exitCodes': {
    en: 'Exit codes: 0 found, 1 nothing fits, 2 wrong usage, 3 input refused, 4 internal fault, 130 interrupted.',
    'zh-TW': '結束碼：0 找到、1 沒有合適的、2 用法錯誤、3 輸入被拒、4 內部錯誤、130 中斷。',
    'zh-CN': '退出码：0 找到、1 没有合适的、2 用法错误、3 输入被拒、4 内部错误、130 中断。',
  },
  'option.help': { en: 'This help', 'zh-TW': '顯示這份說明', 'zh-CN': '显示这份说明' },
  'option.version': {
    en: 'Version of the program and of its catalogue',
    'zh-TW': '程式與型錄的版本',
    'zh-CN': '程序与目录的版本',
  },
  'option.json': {
    en: "One JSON document: the operation's output schema, exactly",
    'zh-TW': '輸出一份 JSON，完全符合該操作的輸出結構',
    'zh-CN': '输出一份 JSON，完全符合该操作的输出结构',
  },
  'option.format': {
    en: 'text (by default), markdown, csv (tables alone) or json',
    'zh-TW': 'text（預設）、markdown、csv（只有表格）或 json',
    'zh-CN': 'text（默认）、markdown、csv（只有表格）或 json',
  },
  'option.lang': {
    en: 'Language: zh-TW, zh-CN or en (by default that of your system)',
    'zh-TW': '語言：zh-TW、zh-CN 或 en（預設依系統）',
    'zh-CN': '语言：zh-TW、zh-CN 或 en（默认依系统）',
  },
  'option.verbose': {
    en: 'Say on standard error what is being done',
    'zh-TW': '在標準錯誤輸出說明進行的步驟',
    'zh-CN': '在标准错误输出说明进行的步骤',
  },
  'option.color': {
    en: 'No colour; NO_COLOR and FORCE_COLOR are heeded too',
    'zh-TW': '不用顏色；也遵守 NO_COLOR 與 FORCE_COLOR',
    'zh-CN': '不用颜色；也遵守 NO_COLOR 与 FORCE_COLOR',
  },
  'command.batch': {
    en: 'Any operation from JSON lines on standard input: one result line per request line',
    'zh-TW': '從標準輸入的 JSON 行執行任何操作：一行請求對一行結果',
    'zh-CN': '从标准输入的 JSON 行运行任何操作：一行请求对一行结果',
  },
  'command.serve': {
    en: 'HTTP on the loopback address, with an OpenAPI 3.1 document and the page',
    'zh-TW': '在本機位址提供 HTTP 服務、OpenAPI 3.1 文件與網頁',
    'zh-CN': '在本机地址提供 HTTP 服务、OpenAPI 3.1 文档与网页',
  },
  'command.mcp': {
    en: 'An MCP server on standard input and output',
    'zh-TW': '以標準輸入輸出提供 MCP 伺服器',
    'zh-CN': '以标准输入输出提供 MCP 服务器',
  },
  'command.help': {
    en: 'Help on an operation or command',
    'zh-TW': '操作或指令的說明',
    'zh-CN': '操作或命令的说明',
  },
  'serve.port': {
    en: 'Port (4311); 0 takes a free one',
    'zh-TW': '連接埠（4311）；0 表示任選空閒的',
    'zh-CN': '端口（4311）；0 表示任选空闲的',
  },
  'serve.host': {
    en: 'Address to listen on (127.0.0.1); any other needs a key',
    'zh-TW': '監聽位址（127.0.0.1）；其他位址需要金鑰',
    'zh-CN': '监听地址（127.0.0.1）；其他地址需要密钥',
  },
  'serve.apiKey': {
    en: 'Key that every request must carry, at least 16 characters; better in TOUCHSTONE_API_KEY',
    'zh-TW': '每個請求都須帶的金鑰，至少 16 個字元；建議放在 TOUCHSTONE_API_KEY',
    'zh-CN': '每个请求都须带的密钥，至少 16 个字符；建议放在 TOUCHSTONE_API_KEY',
  },
  'serve.allowedHost': {
    en: 'Further name by which this server may be called; repeat or separate by commas',
    'zh-TW': '這個伺服器可用的其他主機名稱，可重複或以逗號分隔',
    'zh-CN': '这个服务器可用的其他主机名，可重复或以逗号分隔',
  },
  'serve.allow': {
    en: 'Also offer operations that write or execute (needs a key): write, execute',
    'zh-TW': '也開放會寫入或執行程式的操作（需要金鑰）：write、execute',
    'zh-CN': '也开放会写入或运行程序的操作（需要密钥）：write、execute',
  },
  'serve.listening': {
    en: 'Listening on {url}. OpenAPI: {url}/touchstone/v1/openapi.json. Stop with Ctrl-C.',
    'zh-TW': '服務位址 {url}。OpenAPI：{url}/touchstone/v1/openapi.json。按 Ctrl-C 停止。',
    'zh-CN': '服务地址 {url}。OpenAPI：{url}/touchstone/v1/openapi.json。按 Ctrl-C 停止。',
  },
  'serve.stopped': { en: 'Stopped.', 'zh-TW': '已停止。', 'zh-CN': '已停止。' },
} as const satisfies Messages
