import type { Message } from '../message.ts'

/** Engines: which are here, and bringing one. */
export const engineMessages = {
  'problem.engine.none': {
    en: 'none is installed',
    'zh-TW': '尚未安裝',
    'zh-CN': '尚未安装',
  },
  'problem.engine.folder': {
    en: '{folder} has no node-llama-cpp in it',
    'zh-TW': '{folder} 裡沒有 node-llama-cpp',
    'zh-CN': '{folder} 里没有 node-llama-cpp',
  },
  'problem.engine.bundle': {
    en: '{folder} has neither an installed engine nor files that npm pack made',
    'zh-TW': '{folder} 裡既沒有裝好的引擎，也沒有 npm pack 產生的檔案',
    'zh-CN': '{folder} 里既没有装好的引擎，也没有 npm pack 生成的文件',
  },
  'problem.engine.npm': {
    en: 'npm was not found; it comes with Node',
    'zh-TW': '找不到 npm；它隨 Node 一起安裝',
    'zh-CN': '找不到 npm；它随 Node 一起安装',
  },
  'problem.engine.build': {
    en: 'for {platform} there is no build "{build}"; there are: {builds}',
    'zh-TW': '{platform} 沒有「{build}」版本；可用的有：{builds}',
    'zh-CN': '{platform} 没有“{build}”版本；可用的有：{builds}',
  },
  'engine.summary': {
    en: 'Which engines are on this computer; `engine install` brings one',
    'zh-TW': '這台電腦上有哪些推論引擎；`engine install` 可安裝一個',
    'zh-CN': '这台电脑上有哪些推理引擎；`engine install` 可安装一个',
  },
  'engine.none': {
    en: 'No engine is installed. Everything works without one; with it, `measure` tells the speed of a model on this computer before it is downloaded, and memory is checked against the engine itself. `touchstone engine install` brings it.',
    'zh-TW':
      '尚未安裝引擎。沒有它一切功能照常；有了它，`measure` 能在下載模型之前就測出它在這台電腦上的速度，並以引擎本身核對記憶體用量。執行 `touchstone engine install` 即可安裝。',
    'zh-CN':
      '尚未安装引擎。没有它一切功能照常；有了它，`measure` 能在下载模型之前就测出它在这台电脑上的速度，并以引擎本身核对内存用量。运行 `touchstone engine install` 即可安装。',
  },
  'engine.found': {
    en: '{count} programs of engines found. They were not started.',
    'zh-TW': '找到 {count} 個引擎程式，並未啟動。',
    'zh-CN': '找到 {count} 个引擎程序，并未启动。',
  },
  'engine.installing': {
    en: 'Installing {packages}: {bytes} on disk.',
    'zh-TW': '正在安裝 {packages}：占用磁碟 {bytes}。',
    'zh-CN': '正在安装 {packages}：占用磁盘 {bytes}。',
  },
  'engine.installedIn': {
    en: 'Installed in {folder}',
    'zh-TW': '已安裝在 {folder}',
    'zh-CN': '已安装在 {folder}',
  },
  'engine.backend': { en: 'Computes on', 'zh-TW': '運算後端', 'zh-CN': '计算后端' },
  'engine.options': { en: 'Uses', 'zh-TW': '使用的指令集', 'zh-CN': '使用的指令集' },
  'engine.origin': { en: 'Found by', 'zh-TW': '來源', 'zh-CN': '来源' },
  'engine.origin.setting': {
    en: 'the setting or TOUCHSTONE_ENGINE',
    'zh-TW': '設定或 TOUCHSTONE_ENGINE',
    'zh-CN': '设置或 TOUCHSTONE_ENGINE',
  },
  'engine.origin.project': {
    en: 'the program’s own packages',
    'zh-TW': '程式本身的套件',
    'zh-CN': '程序本身的包',
  },
  'engine.origin.installed': {
    en: '`engine install`',
    'zh-TW': '由 `engine install` 安裝',
    'zh-CN': '由 `engine install` 安装',
  },
  'engine.problem': { en: 'Does not start', 'zh-TW': '無法啟動', 'zh-CN': '无法启动' },
  'engine.build': { en: 'Build', 'zh-TW': '版本', 'zh-CN': '版本' },
  'engine.size': { en: 'On disk', 'zh-TW': '占用磁碟', 'zh-CN': '占用磁盘' },
  'engine.packages': { en: 'Packages', 'zh-TW': '套件', 'zh-CN': '软件包' },
  'flag.engineAction': {
    en: 'install: bring the engine; without it, show what is here',
    'zh-TW': 'install：安裝引擎；省略則顯示現有的',
    'zh-CN': 'install：安装引擎；省略则显示现有的',
  },
  'flag.build': {
    en: 'cpu (default), cuda, vulkan or metal',
    'zh-TW': 'cpu（預設）、cuda、vulkan 或 metal',
    'zh-CN': 'cpu（默认）、cuda、vulkan 或 metal',
  },
  'flag.engineFrom': {
    en: 'offline: folder of an installed engine, or of the files that npm pack made',
    'zh-TW': '離線：已安裝引擎的資料夾，或 npm pack 檔案的資料夾',
    'zh-CN': '离线：已安装引擎的文件夹，或 npm pack 文件的文件夹',
  },
} as const satisfies Record<string, Message>
