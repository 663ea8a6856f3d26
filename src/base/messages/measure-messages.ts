import type { Message } from '../message.ts'

/** Measuring a model by its twin, and the records of what was measured. */
export const measureMessages = {
  'problem.measure.unknown': {
    en: 'llama.cpp has no architecture of this kind',
    'zh-TW': 'llama.cpp 沒有這種架構',
    'zh-CN': 'llama.cpp 没有这种架构',
  },
  'problem.measure.encoder': {
    en: 'it has an encoder, which the engine’s binding does not run',
    'zh-TW': '它有編碼器，引擎的 Node 介面無法執行',
    'zh-CN': '它有编码器，引擎的 Node 接口无法运行',
  },
  'problem.measure.room': {
    en: 'even its smallest twin takes {disk} GB on disk and {memory} GB of memory; {freeDisk} GB and {freeMemory} GB are free',
    'zh-TW':
      '它最小的雙生模型也要 {disk} GB 磁碟與 {memory} GB 記憶體；目前可用 {freeDisk} GB 與 {freeMemory} GB',
    'zh-CN':
      '它最小的孪生模型也要 {disk} GB 磁盘与 {memory} GB 内存；目前可用 {freeDisk} GB 与 {freeMemory} GB',
  },
  'problem.measure.diskFull': {
    en: 'the disk filled up while its twin was written; the files were removed',
    'zh-TW': '寫入雙生模型時磁碟滿了；檔案已移除',
    'zh-CN': '写入孪生模型时磁盘满了；文件已移除',
  },
  'problem.measure.nonsense': {
    en: 'other programs disturbed it too much (the sentinel spread by {spread} %); try again when the computer is quiet',
    'zh-TW': '其他程式干擾太大（哨兵離散 {spread} %）；請在電腦空閒時再試',
    'zh-CN': '其他程序干扰太大（哨兵离散 {spread} %）；请在电脑空闲时再试',
  },
  'problem.measurement.line': {
    en: 'line {line} is no measurement',
    'zh-TW': '第 {line} 行不是實測紀錄',
    'zh-CN': '第 {line} 行不是实测记录',
  },
  'problem.measurement.large': {
    en: 'it is larger than {limit} MiB',
    'zh-TW': '它超過 {limit} MiB',
    'zh-CN': '它超过 {limit} MiB',
  },
  'measure.summary': {
    en: 'Measure a model’s speed on this computer without downloading it; list and share what was measured',
    'zh-TW': '不下載模型就在這台電腦上實測它的速度；列出與分享實測紀錄',
    'zh-CN': '不下载模型就在这台电脑上实测它的速度；列出与分享实测记录',
  },
  'measure.writing': {
    en: 'Writing {files} twins with random weights: {bytes}',
    'zh-TW': '正在寫入 {files} 個隨機權重的雙生模型：{bytes}',
    'zh-CN': '正在写入 {files} 个随机权重的孪生模型：{bytes}',
  },
  'measure.decoding': {
    en: 'Decoding with {depth} tokens in the cache',
    'zh-TW': '快取中有 {depth} 個 token，正在生成',
    'zh-CN': '缓存中有 {depth} 个 token，正在生成',
  },
  'measure.prefilling': {
    en: 'Reading prompts of {tokens} tokens',
    'zh-TW': '正在讀取 {tokens} 個 token 的提示',
    'zh-CN': '正在读取 {tokens} 个 token 的提示',
  },
  'measure.filling': {
    en: 'Filling the cache with {tokens} tokens',
    'zh-TW': '正在以 {tokens} 個 token 填入快取',
    'zh-CN': '正在以 {tokens} 个 token 填入缓存',
  },
  'measure.void': {
    en: 'Something else ran: the sentinel spread by {spread} %. Once more',
    'zh-TW': '有其他程式在執行：哨兵離散 {spread} %，重測一次',
    'zh-CN': '有其他程序在运行：哨兵离散 {spread} %，重测一次',
  },
  'measure.title': {
    en: '{model} {quantization}, measured by its twin: {engine} on {device}, {threads} threads',
    'zh-TW': '{model} {quantization}，由雙生模型實測：{engine}，{device}，{threads} 執行緒',
    'zh-CN': '{model} {quantization}，由孪生模型实测：{engine}，{device}，{threads} 线程',
  },
  'measure.work': { en: 'Work', 'zh-TW': '工作', 'zh-CN': '工作' },
  'measure.rate': { en: 'Tokens/s', 'zh-TW': '每秒 token', 'zh-CN': '每秒 token' },
  'measure.interval': { en: '80 % interval', 'zh-TW': '80 % 區間', 'zh-CN': '80 % 区间' },
  'measure.time': { en: 'Time', 'zh-TW': '時間', 'zh-CN': '时间' },
  'measure.when': { en: 'When (UTC)', 'zh-TW': '時間（UTC）', 'zh-CN': '时间（UTC）' },
  'measure.decodeAt': {
    en: 'decode, {depth} tokens in the cache',
    'zh-TW': '生成，快取 {depth} token',
    'zh-CN': '生成，缓存 {depth} token',
  },
  'measure.prefillOf': {
    en: 'prompt of {tokens} tokens, to the first token',
    'zh-TW': '{tokens} token 的提示，到第一個 token',
    'zh-CN': '{tokens} token 的提示，到第一个 token',
  },
  'measure.reduced.blocks': {
    en: 'Twins of {files} of its {of} blocks, random weights',
    'zh-TW': '雙生模型取 {of} 個區塊中的 {files} 個，權重為隨機',
    'zh-CN': '孪生模型取 {of} 个区块中的 {files} 个，权重为随机',
  },
  'measure.reduced.experts': {
    en: '{kept} of {of} experts per block: as many are chosen per token, so decoding is the same; a prompt shares each expert among more tokens and comes out somewhat too fast',
    'zh-TW':
      '每個區塊保留 {of} 個專家中的 {kept} 個：每個 token 選用的數目不變，生成速度相同；提示處理時每個專家分到更多 token，結果會略為偏快',
    'zh-CN':
      '每个区块保留 {of} 个专家中的 {kept} 个：每个 token 选用的数目不变，生成速度相同；处理提示时每个专家分到更多 token，结果会略为偏快',
  },
  'measure.reduced.vocabulary': {
    en: 'Embedding and head were left out ({kept} of {of} tokens); the head is calculated from the pace of the blocks',
    'zh-TW': '未含嵌入與輸出層（{of} 個 token 中的 {kept} 個）；輸出層依區塊的速度計算',
    'zh-CN': '未含嵌入与输出层（{of} 个 token 中的 {kept} 个）；输出层按区块的速度计算',
  },
  'measure.reduced.batch': {
    en: 'Prompts were read {kept} tokens at a time instead of {of}, for want of time',
    'zh-TW': '為節省時間，提示每次讀取 {kept} 個 token，而非 {of} 個',
    'zh-CN': '为节省时间，提示每次读取 {kept} 个 token，而非 {of} 个',
  },
  'measure.steady': {
    en: 'Sentinel spread {decode} while decoding, {prefill} in prompts; {void} runs void; load {load} per processor',
    'zh-TW': '哨兵離散：生成 {decode}、提示 {prefill}；作廢 {void} 次；每處理器負載 {load}',
    'zh-CN': '哨兵离散：生成 {decode}、提示 {prefill}；作废 {void} 次；每处理器负载 {load}',
  },
  'measure.noisy': {
    en: 'Noisy: the sentinel spread {decode} while decoding and {prefill} in prompts even after {void} void runs; load {load} per processor. Measure again when the computer is quiet',
    'zh-TW':
      '雜訊大：重測 {void} 次後哨兵仍離散，生成 {decode}、提示 {prefill}；每處理器負載 {load}。請在電腦空閒時再測',
    'zh-CN':
      '噪声大：重测 {void} 次后哨兵仍离散，生成 {decode}、提示 {prefill}；每处理器负载 {load}。请在电脑空闲时再测',
  },
  'measure.took': {
    en: 'Took {seconds} s; its files are removed',
    'zh-TW': '費時 {seconds} 秒；檔案已移除',
    'zh-CN': '用时 {seconds} 秒；文件已移除',
  },
  'measure.none': {
    en: 'Nothing was measured on this computer yet. `touchstone measure qwen3-8b` does it in about a minute.',
    'zh-TW': '這台電腦還沒有實測紀錄。執行 `touchstone measure qwen3-8b`，約一分鐘完成。',
    'zh-CN': '这台电脑还没有实测记录。运行 `touchstone measure qwen3-8b`，约一分钟完成。',
  },
  'measure.keptIn': {
    en: 'Records: {file}',
    'zh-TW': '紀錄檔：{file}',
    'zh-CN': '记录文件：{file}',
  },
  'measure.exported': {
    en: '{count} records written.',
    'zh-TW': '已寫出 {count} 筆紀錄。',
    'zh-CN': '已写出 {count} 条记录。',
  },
  'measure.imported': {
    en: '{count} new records taken in.',
    'zh-TW': '已匯入 {count} 筆新紀錄。',
    'zh-CN': '已导入 {count} 条新记录。',
  },
  'measure.damaged': {
    en: 'Lines of {file} that are no record were passed over: {lines}',
    'zh-TW': '{file} 中有無法辨識的行，已略過：{lines}',
    'zh-CN': '{file} 中有无法识别的行，已略过：{lines}',
  },
  'measure.memory': {
    en: 'The twins’ memory: sized, and as the engine has it',
    'zh-TW': '雙生模型的記憶體：計算值與引擎實際值',
    'zh-CN': '孪生模型的内存：计算值与引擎实际值',
  },
  'measure.blocks': { en: 'Blocks', 'zh-TW': '區塊', 'zh-CN': '区块' },
  'measure.buffer': { en: 'Buffer', 'zh-TW': '緩衝區', 'zh-CN': '缓冲区' },
  'measure.sized': { en: 'Sized', 'zh-TW': '計算值', 'zh-CN': '计算值' },
  'measure.buffer.weights': { en: 'weights', 'zh-TW': '權重', 'zh-CN': '权重' },
  'measure.buffer.kvCache': { en: 'KV cache', 'zh-TW': 'KV 快取', 'zh-CN': 'KV 缓存' },
  'measure.buffer.recurrentState': {
    en: 'recurrent state',
    'zh-TW': '遞迴狀態',
    'zh-CN': '递归状态',
  },
  'measure.buffer.compute': { en: 'compute', 'zh-TW': '運算', 'zh-CN': '计算' },
  'measure.buffer.output': { en: 'output', 'zh-TW': '輸出', 'zh-CN': '输出' },
  'measure.resident': {
    en: '{blocks} blocks: {repacked} of weights lie there a second time, repacked for the processor; the process grew by {resident}',
    'zh-TW': '{blocks} 個區塊：有 {repacked} 權重為處理器重排而另存一份；行程增加 {resident}',
    'zh-CN': '{blocks} 个区块：有 {repacked} 权重为处理器重排而另存一份；进程增加 {resident}',
  },
  'flag.measuredModel': {
    en: 'the model to measure; without it, list what was measured',
    'zh-TW': '要實測的模型；省略則列出已有的紀錄',
    'zh-CN': '要实测的模型；省略则列出已有的记录',
  },
  'flag.measuredContext': {
    en: 'depth down to which decoding is measured (4,096)',
    'zh-TW': '實測生成速度時的快取深度（4,096）',
    'zh-CN': '实测生成速度时的缓存深度（4,096）',
  },
  'flag.measuredOn': {
    en: 'auto, or cpu to leave GPUs out',
    'zh-TW': 'auto，或 cpu（不用顯示卡）',
    'zh-CN': 'auto，或 cpu（不用显卡）',
  },
  'flag.layersOnly': {
    en: 'leave the vocabulary out: smaller files, the head is calculated',
    'zh-TW': '不含詞彙表：檔案較小，輸出層用計算的',
    'zh-CN': '不含词表：文件较小，输出层用计算的',
  },
  'flag.seconds': {
    en: 'seconds for reading, about (35)',
    'zh-TW': '實測讀數大約的秒數（35）',
    'zh-CN': '实测读数大约的秒数（35）',
  },
  'flag.measureDryRun': {
    en: 'measure without keeping the record',
    'zh-TW': '實測但不保存紀錄',
    'zh-CN': '实测但不保存记录',
  },
  'flag.measureExport': {
    en: 'write all records to this new file',
    'zh-TW': '將所有紀錄寫到這個新檔案',
    'zh-CN': '将所有记录写到这个新文件',
  },
  'flag.measureImport': {
    en: 'take in the records of this file',
    'zh-TW': '匯入這個檔案的紀錄',
    'zh-CN': '导入这个文件的记录',
  },
} as const satisfies Record<string, Message>
