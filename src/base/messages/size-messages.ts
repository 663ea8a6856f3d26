import type { Messages } from '../message.ts'

/** Words of `size` beside the estimate itself: what fits, where it lies, and engines that serve many. */
export const sizeMessages = {
  'size.users': {
    en: '{count} users fit at a time, each with {contextLength} tokens.',
    'zh-TW': '可同時容納 {count} 位使用者，每位 {contextLength} 個 token。',
    'zh-CN': '可同时容纳 {count} 个用户，每个 {contextLength} 个 token。',
  },
  'size.quantizationChange': {
    en: 'As {quantization} ({bytes}) it would fit.',
    'zh-TW': '改用 {quantization}（{bytes}）就放得下。',
    'zh-CN': '改用 {quantization}（{bytes}）就放得下。',
  },
  'size.noQuantization': {
    en: 'No smaller quantization fits either.',
    'zh-TW': '更小的量化也放不下。',
    'zh-CN': '更小的量化也放不下。',
  },
  'size.wiredLimit': {
    en: 'It would fit if graphics may take more of the memory, until the next start of the computer:',
    'zh-TW': '讓繪圖處理器多用一些記憶體就放得下（重新開機後失效）：',
    'zh-CN': '让图形处理器多用一些内存就放得下（重启后失效）：',
  },
  'size.hostBytes': {
    en: 'Beside that, {bytes} of the host’s RAM: the embedding, the inputs of a batch, the logits.',
    'zh-TW': '另需主機記憶體 {bytes}：詞嵌入、批次輸入與 logits。',
    'zh-CN': '另需主机内存 {bytes}：词嵌入、批次输入与 logits。',
  },
  'size.pipelined': {
    en: 'Four batches are in flight over these devices; llama.cpp goes on without that where memory is short.',
    'zh-TW': '這些裝置上同時處理四個批次；記憶體不足時 llama.cpp 會自動關閉此功能。',
    'zh-CN': '这些设备上同时处理四个批次；内存不足时 llama.cpp 会自动关闭此功能。',
  },
  'size.sets': {
    en: 'Devices that hold it',
    'zh-TW': '放得下的裝置',
    'zh-CN': '放得下的设备',
  },
  'size.setsOrder': {
    en: 'Whole on equal devices, fewest of each kind, by total memory and then by number: prices of devices are not recorded here.',
    'zh-TW':
      '整個模型放在相同的裝置上，每種取最少數量，先依總記憶體、再依數量排序；此處沒有裝置售價資料。',
    'zh-CN':
      '整个模型放在相同的设备上，每种取最少数量，先按总内存、再按数量排序；此处没有设备售价数据。',
  },
  'size.noSet': {
    en: 'No set of up to 8 equal devices holds it.',
    'zh-TW': '8 個以內的相同裝置都放不下。',
    'zh-CN': '8 个以内的相同设备都放不下。',
  },
  'size.ram': {
    en: 'Without a graphics card: a computer with {bytes} of RAM.',
    'zh-TW': '不用顯示卡：需要 {bytes} 記憶體的電腦。',
    'zh-CN': '不用显卡：需要 {bytes} 内存的电脑。',
  },
  'column.others': { en: 'Of the same memory', 'zh-TW': '記憶體相同者', 'zh-CN': '内存相同者' },
  'size.serving': {
    en: 'Plan for {engine}: devices {count}, tensor parallel {tensor}, pipeline parallel {pipeline}.',
    'zh-TW': '{engine} 使用 {count} 個裝置：張量平行 {tensor}、管線平行 {pipeline}。',
    'zh-CN': '{engine} 使用 {count} 个设备：张量并行 {tensor}、流水线并行 {pipeline}。',
  },
  'size.servingExpert': {
    en: 'Plan for {engine}: devices {count}, tensor parallel {tensor} with whole experts (expert parallel), pipeline parallel {pipeline}.',
    'zh-TW': '{engine} 使用 {count} 個裝置：張量平行 {tensor}、專家平行，管線平行 {pipeline}。',
    'zh-CN': '{engine} 使用 {count} 个设备：张量并行 {tensor}、专家并行，流水线并行 {pipeline}。',
  },
  'size.concurrency': {
    en: 'Left for the cache: {bytes} on each, {tokens} tokens; {concurrency} requests of {contextLength} tokens at a time.',
    'zh-TW':
      '每個裝置留給快取 {bytes}，共 {tokens} 個 token；可同時處理 {concurrency} 個 {contextLength} 個 token 的請求。',
    'zh-CN':
      '每个设备留给缓存 {bytes}，共 {tokens} 个 token；可同时处理 {concurrency} 个 {contextLength} 个 token 的请求。',
  },
  'size.noCache': {
    en: 'Nothing is left for the cache: weights and overhead take all that the engine may fill.',
    'zh-TW': '沒有留給快取的空間：權重與額外開銷已用盡引擎可用的記憶體。',
    'zh-CN': '没有留给缓存的空间：权重与额外开销已用尽引擎可用的内存。',
  },
  'size.servingFlags': { en: '{engine} flags', 'zh-TW': '{engine} 參數', 'zh-CN': '{engine} 参数' },
  'size.overhead': { en: 'Overhead', 'zh-TW': '額外開銷', 'zh-CN': '额外开销' },
  'size.perDevice': { en: 'On each device', 'zh-TW': '每個裝置', 'zh-CN': '每个设备' },
  'size.servingBasis': {
    en: 'Weights and cache by the engine’s rules: the weights of 13 logged starts are met within 0.3 %, of two with AWQ within 2 %. The overhead is an estimate between {low} and {high}; the engine measures it at its start.',
    'zh-TW':
      '權重與快取依引擎的規則計算：13 份啟動日誌中的權重相差 0.3 % 以內，兩份 AWQ 相差 2 % 以內。額外開銷是推估值，介於 {low} 與 {high} 之間，引擎啟動時才會實測。',
    'zh-CN':
      '权重与缓存按引擎的规则计算：13 份启动日志中的权重相差 0.3 % 以内，两份 AWQ 相差 2 % 以内。额外开销是推估值，介于 {low} 与 {high} 之间，引擎启动时才会实测。',
  },
  'size.basisFile': {
    en: 'Memory is computed from the published shape by llama.cpp’s rules; the file is {low}.',
    'zh-TW': '記憶體依公開結構、按 llama.cpp 的規則計算；檔案大小為 {low}。',
    'zh-CN': '内存依公开结构、按 llama.cpp 的规则计算；文件大小为 {low}。',
  },
  'size.ollamaGaps': {
    en: 'Ollama has no setting for: {gaps}.',
    'zh-TW': 'Ollama 無法設定：{gaps}。',
    'zh-CN': 'Ollama 无法设置：{gaps}。',
  },
  'ollama.cacheType': {
    en: 'this cache type (f16, q8_0 and q4_0, the same for keys and values)',
    'zh-TW': '此快取型別（只有 f16、q8_0、q4_0，且鍵與值相同）',
    'zh-CN': '此缓存类型（只有 f16、q8_0、q4_0，且键与值相同）',
  },
  'ollama.unifiedCache': {
    en: 'one cache for all sequences',
    'zh-TW': '所有序列共用一個快取',
    'zh-CN': '所有序列共用一个缓存',
  },
  'ollama.batch': {
    en: 'a logical batch of its own',
    'zh-TW': '獨立的邏輯批次大小',
    'zh-CN': '独立的逻辑批次大小',
  },
  'ollama.tensorSplit': {
    en: 'proportions of devices',
    'zh-TW': '裝置間的分配比例',
    'zh-CN': '设备间的分配比例',
  },
  'ollama.splitMode': { en: 'the split mode', 'zh-TW': '分割方式', 'zh-CN': '拆分方式' },
  'ollama.experts': {
    en: 'experts in RAM',
    'zh-TW': '把專家放在記憶體',
    'zh-CN': '把专家放在内存',
  },
  'ollama.tensors': {
    en: 'single tensors in RAM',
    'zh-TW': '把個別張量放在記憶體',
    'zh-CN': '把个别张量放在内存',
  },
  'ollama.kvOffload': {
    en: 'the cache in RAM',
    'zh-TW': '把快取放在記憶體',
    'zh-CN': '把缓存放在内存',
  },
  'flag.for': {
    en: 'List the smallest sets of devices that hold this model',
    'zh-TW': '列出放得下此模型的最小裝置組合',
    'zh-CN': '列出放得下此模型的最小设备组合',
  },
  'flag.sizeEngine': {
    en: 'Engine: llama.cpp, vllm or sglang',
    'zh-TW': '引擎：llama.cpp、vllm 或 sglang',
    'zh-CN': '引擎：llama.cpp、vllm 或 sglang',
  },
  'flag.gpuLayers': {
    en: 'Layers on graphics cards, the output counted as one',
    'zh-TW': '放在顯示卡上的層數（輸出算一層）',
    'zh-CN': '放在显卡上的层数（输出算一层）',
  },
  'flag.splitMode': {
    en: 'Split over devices: none, layer, row or tensor',
    'zh-TW': '在裝置間的分割方式：none、layer、row 或 tensor',
    'zh-CN': '在设备间的拆分方式：none、layer、row 或 tensor',
  },
  'flag.tensorSplit': {
    en: 'Proportions of the devices: 3,1',
    'zh-TW': '各裝置的比例：3,1',
    'zh-CN': '各设备的比例：3,1',
  },
  'flag.mainGpu': {
    en: 'Number of the device with --split-mode none',
    'zh-TW': '--split-mode none 時使用的裝置編號',
    'zh-CN': '--split-mode none 时使用的设备编号',
  },
  'flag.kvOffload': {
    en: 'KV cache on graphics cards (on by default)',
    'zh-TW': 'KV 快取放在顯示卡（預設開啟）',
    'zh-CN': 'KV 缓存放在显卡（默认开启）',
  },
  'flag.cpuMoeLayers': {
    en: 'First blocks whose experts stay in RAM',
    'zh-TW': '前幾個區塊的專家留在記憶體',
    'zh-CN': '前几个区块的专家留在内存',
  },
  'flag.cpuTensors': {
    en: 'Patterns of tensor names that stay in RAM',
    'zh-TW': '留在記憶體的張量名稱樣式',
    'zh-CN': '留在内存的张量名称模式',
  },
  'flag.systemReserve': {
    en: 'RAM that is left to the system (8gb)',
    'zh-TW': '保留給系統的記憶體（8gb）',
    'zh-CN': '保留给系统的内存（8gb）',
  },
  'flag.unifiedLimit': {
    en: 'What graphics may take of unified memory (56gb)',
    'zh-TW': '繪圖處理器可用的統一記憶體上限（56gb）',
    'zh-CN': '图形处理器可用的统一内存上限（56gb）',
  },
  'flag.tensorParallel': {
    en: 'vLLM, SGLang: devices that share every matrix',
    'zh-TW': 'vLLM、SGLang：分攤每個矩陣的裝置數',
    'zh-CN': 'vLLM、SGLang：分摊每个矩阵的设备数',
  },
  'flag.pipelineParallel': {
    en: 'vLLM, SGLang: stages of blocks',
    'zh-TW': 'vLLM、SGLang：區塊分成的階段數',
    'zh-CN': 'vLLM、SGLang：区块分成的阶段数',
  },
  'flag.expertParallel': {
    en: 'vLLM, SGLang: experts whole on one device each',
    'zh-TW': 'vLLM、SGLang：每個專家完整放在一個裝置上',
    'zh-CN': 'vLLM、SGLang：每个专家完整放在一个设备上',
  },
  'flag.gpuMemoryUtilization': {
    en: 'vLLM, SGLang: share of a device that may be filled (0.92)',
    'zh-TW': 'vLLM、SGLang：裝置記憶體可用比例（0.92）',
    'zh-CN': 'vLLM、SGLang：设备内存可用比例（0.92）',
  },
  'placement.noDevice': {
    en: 'there is no graphics card',
    'zh-TW': '沒有顯示卡',
    'zh-CN': '没有显卡',
  },
  'placement.rowIsGone': {
    en: 'llama.cpp splits by rows on Intel cards (SYCL) only since CUDA lost it; layer or tensor do it',
    'zh-TW':
      'llama.cpp 已移除 CUDA 的 row 分割，只有 Intel 顯示卡（SYCL）可用；請改用 layer 或 tensor',
    'zh-CN':
      'llama.cpp 已移除 CUDA 的 row 拆分，只有 Intel 显卡（SYCL）可用；请改用 layer 或 tensor',
  },
  'placement.tensorNeedsFlashAttention': {
    en: 'tensor needs flash attention',
    'zh-TW': 'tensor 需要 flash attention',
    'zh-CN': 'tensor 需要 flash attention',
  },
  'serving.noDevice': {
    en: 'vLLM and SGLang need a graphics card',
    'zh-TW': 'vLLM 與 SGLang 需要顯示卡',
    'zh-CN': 'vLLM 与 SGLang 需要显卡',
  },
} as const satisfies Messages
