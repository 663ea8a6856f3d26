import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { licenceListSchema } from './licence.ts'
import { LicenceTable } from './licence-table.ts'
import { licenceVerdict } from './licence-verdict.ts'
import { readLicenceUse } from './read-licence-use.ts'
import { countryCodes } from './territory-names.ts'
import { territoryStanding } from './territory-standing.ts'

const text = readFileSync(new URL('../../../data/licences.json', import.meta.url), 'utf8')
const table = new LicenceTable(licenceListSchema.parse(JSON.parse(text)))

function judged(id: string, use: string): string {
  const licence = table.get(id)
  if (licence === undefined) throw new Error(id)
  return licenceVerdict(licence, readLicenceUse(use)).verdict
}

it('counts 27 members, 7 parts with a code of their own and 12 associated territories to the EU', () => {
  const having = (wanted: string) =>
    [...countryCodes()].filter((code) => territoryStanding(code, 'EU') === wanted).sort()
  expect(having('member')).toHaveLength(27)
  expect(having('part')).toEqual(['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'])
  expect(having('associated')).toHaveLength(12)
  expect(territoryStanding('ic', 'EU')).toBe('part')
  expect(territoryStanding('KP', 'KR')).toBe('outside')
})

it.each(
  'Réunion|Reunion|La Réunion|留尼旺|留尼汪|Martinique|馬丁尼克|French Guiana|法屬圭亞那|法属圭亚那|Guadeloupe|瓜地洛普|瓜德罗普|Mayotte|馬約特島|马约特|Saint-Martin|Saint Martin|St. Martin|法屬聖馬丁|Azores|亞速爾群島|亚速尔群岛|Madeira|馬德拉|马德拉群岛|Canary Islands|加那利群島|加纳利群岛|Ceuta|Åland|Aland Islands|奧蘭群島|奥兰群岛|Europe|歐洲|EEA'.split(
    '|',
  ),
)('%s is within the EU: Llama 4 is not allowed there', (place) => {
  expect(judged('llama-4', `commercial, ${place}`)).toBe('not-allowed')
})

it.each(
  'New Caledonia|新喀里多尼亞|French Polynesia|法屬玻里尼西亞|Greenland|格陵兰|Aruba|荷屬阿魯巴|Curaçao|Curacao|Saint Barthélemy|Bonaire|Faroe Islands'.split(
    '|',
  ),
)(
  '%s is tied to a member state and no part of the EU: the text of Llama 4 does not decide',
  (place) => {
    expect(judged('llama-4', `commercial, ${place}`)).toBe('unclear')
  },
)

it('the United Kingdom is its four countries, and the text does not decide for its territories', () => {
  for (const place of ['England', 'Wales', 'Scotland', 'Northern Ireland', '蘇格蘭', '英格兰'])
    expect(judged('tencent-hunyuan', `commercial, ${place}`), place).toBe('not-allowed')
  for (const place of ['Jersey', 'Isle of Man', 'Gibraltar', '百慕達'])
    expect(judged('tencent-hunyuan', `commercial, ${place}`), place).toBe('unclear')
})

it('neighbours that belong to nobody stay outside: Norway, Switzerland, Monaco, North Korea', () => {
  for (const place of ['Norway', 'Switzerland', 'Monaco', 'San Marino', 'Ukraine', 'Serbia'])
    expect(judged('llama-4', `commercial, ${place}`), place).toBe('with-duties')
  expect(judged('tencent-hunyuan', 'commercial, North Korea')).toBe('with-duties')
  for (const place of ['South Korea', 'Republic of Korea', '大韓民國', '大韩民国', 'Korea'])
    expect(judged('tencent-hunyuan', `commercial, ${place}`), place).toBe('not-allowed')
})
