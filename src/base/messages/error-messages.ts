import type { ErrorCode } from '../error-codes.ts'
import type { Message } from '../message.ts'

/** Words of every error code: what is wrong, and what to do next. */
export const errorMessages = {
  'error.invalid_json': {
    en: 'This is not valid JSON: {problem}. Send one JSON value.',
    'zh-TW': '這不是有效的 JSON：{problem}。請送出一個 JSON 值。',
    'zh-CN': '这不是有效的 JSON：{problem}。请发送一个 JSON 值。',
  },
  'error.invalid_input': {
    en: '{field}: {problem}.',
    'zh-TW': '{field}：{problem}。',
    'zh-CN': '{field}：{problem}。',
  },
  'error.unknown_field': {
    en: 'There is no field "{field}" here. Nearest: {nearest}.',
    'zh-TW': '這裡沒有「{field}」這個欄位。最接近的是：{nearest}。',
    'zh-CN': '这里没有“{field}”这个字段。最接近的是：{nearest}。',
  },
  'error.unknown_operation': {
    en: 'There is no operation "{operation}". Nearest: {nearest}.',
    'zh-TW': '沒有「{operation}」這個操作。最接近的是：{nearest}。',
    'zh-CN': '没有“{operation}”这个操作。最接近的是：{nearest}。',
  },
  'error.unknown_option': {
    en: 'There is no option {option}. Did you mean {nearest}? See: touchstone {operation} --help',
    'zh-TW': '沒有 {option} 這個選項。您要的是 {nearest} 嗎？請看：touchstone {operation} --help',
    'zh-CN': '没有 {option} 这个选项。您要的是 {nearest} 吗？请看：touchstone {operation} --help',
  },
  'error.unknown_command': {
    en: 'There is no command "{command}". Did you mean "{nearest}"? See: touchstone --help',
    'zh-TW': '沒有「{command}」這個指令。您要的是「{nearest}」嗎？請看：touchstone --help',
    'zh-CN': '没有“{command}”这个命令。您要的是“{nearest}”吗？请看：touchstone --help',
  },
  'error.missing_argument': {
    en: '{argument} is missing. See: touchstone {operation} --help',
    'zh-TW': '缺少 {argument}。請看：touchstone {operation} --help',
    'zh-CN': '缺少 {argument}。请看：touchstone {operation} --help',
  },
  'error.unexpected_argument': {
    en: '"{argument}" is one argument too many. See: touchstone {operation} --help',
    'zh-TW': '「{argument}」是多餘的引數。請看：touchstone {operation} --help',
    'zh-CN': '“{argument}”是多余的参数。请看：touchstone {operation} --help',
  },
  'error.invalid_option_value': {
    en: '{option} cannot be "{value}": {problem}.',
    'zh-TW': '{option} 不能是「{value}」：{problem}。',
    'zh-CN': '{option} 不能是“{value}”：{problem}。',
  },
  'error.unknown_model': {
    en: 'No model is called "{model}". Nearest: {nearest}. List them: touchstone models',
    'zh-TW': '沒有名為「{model}」的模型。最接近的是：{nearest}。列出全部：touchstone models',
    'zh-CN': '没有名为“{model}”的模型。最接近的是：{nearest}。列出全部：touchstone models',
  },
  'error.model_is_family': {
    en: '"{model}" names a family of {count} models. Name one of them: {nearest}',
    'zh-TW': '「{model}」是一個系列，共有 {count} 個模型。請指定其中一個：{nearest}',
    'zh-CN': '“{model}”是一个系列，共有 {count} 个模型。请指定其中一个：{nearest}',
  },
  'error.unknown_device': {
    en: 'No device is called "{device}". Nearest: {nearest}. Or give its figures: --on "24gb gpu, 1008GB/s"',
    'zh-TW':
      '沒有名為「{device}」的裝置。最接近的是：{nearest}。也可以直接給數字：--on "24gb gpu, 1008GB/s"',
    'zh-CN':
      '没有名为“{device}”的设备。最接近的是：{nearest}。也可以直接给数字：--on "24gb gpu, 1008GB/s"',
  },
  'error.ambiguous_device': {
    en: '"{device}" can be several devices: {candidates}. Name one.',
    'zh-TW': '「{device}」可能是好幾種裝置：{candidates}。請指定其中一種。',
    'zh-CN': '“{device}”可能是好几种设备：{candidates}。请指定其中一种。',
  },
  'error.invalid_device': {
    en: 'The machine cannot be read: {problem}. Example: --on "2x rtx-3090,ram=64gb"',
    'zh-TW': '看不懂這台機器的描述：{problem}。範例：--on "2x rtx-3090,ram=64gb"',
    'zh-CN': '看不懂这台机器的描述：{problem}。示例：--on "2x rtx-3090,ram=64gb"',
  },
  'error.unknown_quantization': {
    en: 'There is no quantization "{quantization}". Nearest: {nearest}.',
    'zh-TW': '沒有「{quantization}」這種量化。最接近的是：{nearest}。',
    'zh-CN': '没有“{quantization}”这种量化。最接近的是：{nearest}。',
  },
  'error.unsupported_architecture': {
    en: 'The architecture "{modelType}" is not known, so nothing is guessed. {problem}',
    'zh-TW': '不認得「{modelType}」這種架構，因此不猜它的記憶體用量。{problem}',
    'zh-CN': '不认得“{modelType}”这种架构，因此不猜它的内存用量。{problem}',
  },
  'error.invalid_architecture': {
    en: 'The configuration does not describe a model: {field}: {problem}.',
    'zh-TW': '這份設定無法描述一個模型：{field}：{problem}。',
    'zh-CN': '这份配置无法描述一个模型：{field}：{problem}。',
  },
  'error.shape_unknown': {
    en: 'The shape of {model} is not public, so its memory cannot be computed.',
    'zh-TW': '{model} 的結構沒有公開，無法計算記憶體用量。',
    'zh-CN': '{model} 的结构没有公开，无法计算内存用量。',
  },
  'error.context_too_long': {
    en: '{contextLength} tokens of context are more than the engine can count. The most is {longest}.',
    'zh-TW': '{contextLength} 個 token 的上下文超過引擎能計數的範圍，上限是 {longest}。',
    'zh-CN': '{contextLength} 个 token 的上下文超过引擎能计数的范围，上限是 {longest}。',
  },
  'error.contradictory_requirements': {
    en: '{first} and {second} cannot both hold. Leave one of them out.',
    'zh-TW': '{first} 和 {second} 不可能同時成立，請拿掉其中一個。',
    'zh-CN': '{first} 和 {second} 不可能同时成立，请去掉其中一个。',
  },
  'error.input_too_large': {
    en: 'The input is larger than {limit}. Send less at a time.',
    'zh-TW': '輸入超過 {limit}，請分批送出。',
    'zh-CN': '输入超过 {limit}，请分批发送。',
  },
  'error.catalogue_file_invalid': {
    en: 'The catalogue file {file} is broken: {field}: {problem}. Mend it, or get it again.',
    'zh-TW': '型錄檔案 {file} 有錯：{field}：{problem}。請修正，或重新取得',
    'zh-CN': '目录文件 {file} 有错：{field}：{problem}。请修正，或重新获取',
  },
  'error.invalid_file': {
    en: '{file} cannot be used: {problem}. Nothing was changed.',
    'zh-TW': '無法使用 {file}：{problem}。沒有更動任何東西。',
    'zh-CN': '无法使用 {file}：{problem}。没有改动任何东西。',
  },
  'error.not_writable': {
    en: '{file} cannot be written: {problem}. What was there before is unchanged.',
    'zh-TW': '無法寫入 {file}：{problem}。原有的內容沒有更動。',
    'zh-CN': '无法写入 {file}：{problem}。原有的内容没有改动。',
  },
  'error.unreachable': {
    en: '{address} could not be read: {problem}. Check the address and the network, or import a file that you have.',
    'zh-TW': '無法讀取 {address}：{problem}。請檢查網址和網路，或改為匯入手邊的檔案。',
    'zh-CN': '无法读取 {address}：{problem}。请检查地址和网络，或改为导入手边的文件。',
  },
  'error.model_exists': {
    en: '{model} is in the catalogue already. Import it beside under another name: --id {suggestion}',
    'zh-TW': '型錄裡已經有 {model}。要另外匯入，請換一個名稱：--id {suggestion}',
    'zh-CN': '目录里已经有 {model}。要另外导入，请换一个名称：--id {suggestion}',
  },
  'error.import_incomplete': {
    en: '{from} does not say enough to size the model: {problem}.',
    'zh-TW': '{from} 的內容不足以計算這個模型：{problem}。',
    'zh-CN': '{from} 的内容不足以计算这个模型：{problem}。',
  },
  'error.catalogue_too_new': {
    en: '{file} has a newer form than this program reads. It needs Touchstone {program} or later; the catalogue at hand stays.',
    'zh-TW':
      '{file} 的格式比這個程式能讀的新，需要 Touchstone {program} 以上；目前的型錄保持不變。',
    'zh-CN':
      '{file} 的格式比这个程序能读的新，需要 Touchstone {program} 以上；目前的目录保持不变。',
  },
  'error.catalogue_too_old': {
    en: 'The catalogue {version} in {file} is not newer than {present}, which is in use. To take it all the same: --force',
    'zh-TW': '{file} 裡的型錄 {version} 並不比使用中的 {present} 新。仍要採用：--force',
    'zh-CN': '{file} 里的目录 {version} 并不比使用中的 {present} 新。仍要采用：--force',
  },
  'error.catalogue_untrusted': {
    en: 'The catalogue {file} was not taken: {problem}.',
    'zh-TW': '沒有採用型錄 {file}：{problem}。',
    'zh-CN': '没有采用目录 {file}：{problem}。',
  },
  'error.configuration_invalid': {
    en: 'The configuration {file} is broken: {field}: {problem}. See: touchstone config',
    'zh-TW': '設定 {file} 有錯：{field}：{problem}。請看：touchstone config',
    'zh-CN': '配置 {file} 有错：{field}：{problem}。请看：touchstone config',
  },
  'error.nothing_fits': {
    en: 'Nothing fits. See what would: touchstone recommend --help',
    'zh-TW': '沒有合適的模型。可以放寬哪些條件：touchstone recommend --help',
    'zh-CN': '没有合适的模型。可以放宽哪些条件：touchstone recommend --help',
  },
  'error.not_allowed': {
    en: 'Not allowed: {problem}.',
    'zh-TW': '不允許：{problem}。',
    'zh-CN': '不允许：{problem}。',
  },
  'error.not_found': {
    en: 'Not found: {problem}.',
    'zh-TW': '找不到：{problem}。',
    'zh-CN': '找不到：{problem}。',
  },
  'error.timed_out': {
    en: '{what} did not answer within {seconds} s.',
    'zh-TW': '{what} 在 {seconds} 秒內沒有回應。',
    'zh-CN': '{what} 在 {seconds} 秒内没有响应。',
  },
  'error.internal': {
    en: 'A fault in Touchstone: {problem}. Run again with --verbose and report what it prints.',
    'zh-TW': 'Touchstone 發生內部錯誤：{problem}。請加上 --verbose 再執行一次，並回報輸出內容。',
    'zh-CN': 'Touchstone 发生内部错误：{problem}。请加上 --verbose 再运行一次，并反馈输出内容。',
  },
  'error.engine_missing': {
    en: 'There is no engine to use: {problem}. `touchstone engine install` brings one; everything but measuring works without it.',
    'zh-TW':
      '沒有可用的引擎：{problem}。執行 `touchstone engine install` 即可安裝；除了實測以外，其他功能都不需要它。',
    'zh-CN':
      '没有可用的引擎：{problem}。运行 `touchstone engine install` 即可安装；除了实测以外，其他功能都不需要它。',
  },
  'error.engine_install_failed': {
    en: 'The engine was not installed: {problem}. Nothing was changed.',
    'zh-TW': '引擎沒有裝成：{problem}。沒有任何變動。',
    'zh-CN': '引擎没有装成：{problem}。没有任何变动。',
  },
  'error.engine_failed': {
    en: 'The engine refused: {problem}',
    'zh-TW': '引擎拒絕執行：{problem}',
    'zh-CN': '引擎拒绝执行：{problem}',
  },
  'error.engine_crashed': {
    en: 'The engine ended by itself ({signal}). Its last words: {problem}',
    'zh-TW': '引擎自行中止（{signal}）。它最後的訊息：{problem}',
    'zh-CN': '引擎自行中止（{signal}）。它最后的消息：{problem}',
  },
  'error.engine_stalled': {
    en: 'The engine did nothing for {seconds} s, so it was ended. It did not crash.',
    'zh-TW': '引擎 {seconds} 秒毫無進展，因此已將它結束。它並沒有當掉。',
    'zh-CN': '引擎 {seconds} 秒毫无进展，因此已将它结束。它并没有崩溃。',
  },
  'error.cannot_measure': {
    en: '{model} cannot be measured here: {problem}.',
    'zh-TW': '無法在這裡實測 {model}：{problem}。',
    'zh-CN': '无法在这里实测 {model}：{problem}。',
  },
} as const satisfies Record<`error.${ErrorCode}`, Message>
