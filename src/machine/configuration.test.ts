import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from './configuration.ts'

async function home(text?: string): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(join(tmpdir(), 'settings-'))
  await mkdir(join(folder, 'config'))
  if (text !== undefined) await writeFile(join(folder, 'config', 'config.json'), text)
  return { TOUCHSTONE_HOME: folder }
}

const setting = (environment: NodeJS.ProcessEnv, name: string) =>
  readSettings(environment).settings.find((one) => one.name === name)

it('takes the environment before the file before the default, and says which', async () => {
  const environment = await home('{"language": "zh-TW", "on": "rtx-4090"}')
  expect(setting(environment, 'language')).toMatchObject({ value: 'zh-TW', origin: 'file' })
  expect(setting({ ...environment, TOUCHSTONE_LANG: 'zh_CN.UTF-8' }, 'language')).toMatchObject({
    value: 'zh-CN',
    origin: 'environment',
    from: 'TOUCHSTONE_LANG',
  })
  expect(setting(environment, 'measureBandwidth')).toMatchObject({ value: true, origin: 'default' })
  expect(setting(environment, 'proxy')).toMatchObject({ value: undefined, origin: 'default' })
})

it('honours the proxy and certificate variables that other programs use', async () => {
  const environment = {
    ...(await home()),
    HTTPS_PROXY: 'http://proxy.example:8080',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
  }
  expect(setting(environment, 'proxy')).toMatchObject({
    value: 'http://proxy.example:8080',
    from: 'HTTPS_PROXY',
  })
  expect(setting(environment, 'certificateFile')).toMatchObject({ value: '/etc/ca.pem' })
})

it('refuses a file that is no JSON, has an unknown field or a wrong value, naming file and field', async () => {
  for (const [text, field] of [
    ['{', '(file)'],
    ['{"nonsense": 1}', 'nonsense'],
    ['{"language": "fr"}', 'language'],
    ['[]', '(file)'],
  ] as const) {
    const environment = await home(text)
    expect(() => readSettings(environment)).toThrow(
      new RegExp(`configuration_invalid.*${field.replace(/[()]/g, '\\$&')}`),
    )
  }
})
