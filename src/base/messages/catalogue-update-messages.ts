import type { Message } from '../message.ts'

/** Words of `catalogue`: which one is in use, and taking in another. */
export const catalogueUpdateMessages = {
  'problem.write.denied': {
    en: 'this user may not write there ({detail}); set TOUCHSTONE_HOME to a folder of your own',
    'zh-TW': '目前的使用者無權寫入那裡（{detail}）；請把 TOUCHSTONE_HOME 設為自己的資料夾',
    'zh-CN': '当前用户无权写入那里（{detail}）；请把 TOUCHSTONE_HOME 设为自己的文件夹',
  },
  'problem.write.full': {
    en: 'the disk is full ({detail}); free some space, or set TOUCHSTONE_HOME to a folder on another disk',
    'zh-TW': '磁碟空間不足（{detail}）；請騰出空間，或把 TOUCHSTONE_HOME 設為另一顆磁碟上的資料夾',
    'zh-CN': '磁盘空间不足（{detail}）；请腾出空间，或把 TOUCHSTONE_HOME 设为另一块磁盘上的文件夹',
  },
  'problem.write.noFolder': {
    en: 'no folder can be there ({detail}); set TOUCHSTONE_HOME to a folder of your own',
    'zh-TW': '那裡無法建立資料夾（{detail}）；請把 TOUCHSTONE_HOME 設為自己的資料夾',
    'zh-CN': '那里无法建立文件夹（{detail}）；请把 TOUCHSTONE_HOME 设为自己的文件夹',
  },
  'problem.trust.nothing': {
    en: 'nothing vouches for it. Give the hash that its maker published (--sha256 …), or the public key of its signer in the setting catalogueKey, with the signature beside it as .sig',
    'zh-TW':
      '沒有任何憑據。請給發布者公布的雜湊值（--sha256 …），或在設定 catalogueKey 填入簽署者的公鑰，並把 .sig 簽章檔放在旁邊',
    'zh-CN':
      '没有任何凭据。请给发布者公布的哈希值（--sha256 …），或在设置 catalogueKey 填入签署者的公钥，并把 .sig 签名文件放在旁边',
  },
  'problem.trust.hash': {
    en: 'its SHA-256 is {found}, not the one given. Get it again, or ask its maker',
    'zh-TW': '它的 SHA-256 是 {found}，和指定的不同。請重新取得，或詢問發布者',
    'zh-CN': '它的 SHA-256 是 {found}，和指定的不同。请重新获取，或询问发布者',
  },
  'problem.trust.signature': {
    en: 'its signature is not by the key of the setting catalogueKey, or the file was changed',
    'zh-TW': '簽章與設定 catalogueKey 的公鑰不符，或檔案被改過',
    'zh-CN': '签名与设置 catalogueKey 的公钥不符，或文件被改过',
  },
  'catalogue.summary': {
    en: 'which catalogue is in use; take in a newer one without a newer program',
    'zh-TW': '目前使用的型錄；不更新程式也能換成較新的型錄',
    'zh-CN': '目前使用的目录；不更新程序也能换成较新的目录',
  },
  'flag.catalogueAction': {
    en: 'show, update, or reset (back to the one of the program)',
    'zh-TW': 'show（顯示）、update（更新）或 reset（回到程式內附的型錄）',
    'zh-CN': 'show（显示）、update（更新）或 reset（回到程序自带的目录）',
  },
  'flag.bundle': {
    en: 'bundle to take in: a file or an address',
    'zh-TW': '要採用的型錄檔：檔案或網址',
    'zh-CN': '要采用的目录文件：文件或地址',
  },
  'flag.sha256': {
    en: 'SHA-256 that the bundle must have',
    'zh-TW': '型錄檔必須符合的 SHA-256',
    'zh-CN': '目录文件必须符合的 SHA-256',
  },
  'flag.force': {
    en: 'take it even if it is not newer',
    'zh-TW': '即使不較新也採用',
    'zh-CN': '即使不较新也采用',
  },
  'catalogue.show': {
    en: 'Catalogue {version} of {date}: {models} models, {open} of them open, {shapes} with a shape that can be sized.',
    'zh-TW':
      '型錄 {version}（{date}）：{models} 個模型，其中 {open} 個開放權重，{shapes} 個有可計算的結構。',
    'zh-CN':
      '目录 {version}（{date}）：{models} 个模型，其中 {open} 个开放权重，{shapes} 个有可计算的结构。',
  },
  'catalogue.updated': {
    en: 'Taken in: catalogue {version} of {date}.',
    'zh-TW': '已採用型錄 {version}（{date}）。',
    'zh-CN': '已采用目录 {version}（{date}）。',
  },
  'catalogue.reset': {
    en: 'Back to the catalogue of the program, {version} of {date}.',
    'zh-TW': '已回到程式內附的型錄 {version}（{date}）。',
    'zh-CN': '已回到程序自带的目录 {version}（{date}）。',
  },
  'catalogue.origin.shipped': {
    en: 'came with the program',
    'zh-TW': '隨程式附帶',
    'zh-CN': '随程序附带',
  },
  'catalogue.origin.updated': { en: 'taken in', 'zh-TW': '另行採用', 'zh-CN': '另行采用' },
  'catalogue.origin': { en: 'Origin', 'zh-TW': '來源', 'zh-CN': '来源' },
  'catalogue.imported': {
    en: 'Your own models',
    'zh-TW': '您匯入的模型',
    'zh-CN': '您导入的模型',
  },
  'catalogue.age': { en: 'Age', 'zh-TW': '距今', 'zh-CN': '距今' },
  'catalogue.days': { en: '{days} days', 'zh-TW': '{days} 天', 'zh-CN': '{days} 天' },
  'catalogue.oldPrices': {
    en: 'Prices older than 90 days',
    'zh-TW': '超過 90 天的價格',
    'zh-CN': '超过 90 天的价格',
  },
  'catalogue.someOf': {
    en: '{some} of {all}',
    'zh-TW': '{all} 筆中的 {some} 筆',
    'zh-CN': '{all} 条中的 {some} 条',
  },
  'catalogue.hash': {
    en: 'SHA-256 of the bundle',
    'zh-TW': '型錄檔的 SHA-256',
    'zh-CN': '目录文件的 SHA-256',
  },
} as const satisfies Record<string, Message>
