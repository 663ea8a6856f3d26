import type { Flag } from '../operation.ts'

/** How requirements are written on the command line; shared by every operation that takes them. */
export const requirementFlags = {
  task: { path: 'requirements.task', unit: 'text', summary: 'flag.task' },
  context: { path: 'requirements.contextPerUser', unit: 'tokens', summary: 'flag.contextPerUser' },
  parallel: { path: 'requirements.parallel', unit: 'count', summary: 'flag.parallel' },
  licence: {
    path: 'requirements.licenceUse',
    unit: 'licence-use',
    summary: 'flag.licence',
    aliases: ['license'],
  },
  language: { path: 'requirements.languages', unit: 'list', summary: 'flag.language' },
  modality: { path: 'requirements.modalities', unit: 'list', summary: 'flag.modality' },
  tools: { path: 'requirements.tools', unit: 'boolean', summary: 'flag.tools' },
  reasoning: { path: 'requirements.reasoning', unit: 'text', summary: 'flag.reasoning' },
  'min-speed': {
    path: 'requirements.minDecodeTokensPerSecond',
    unit: 'number',
    summary: 'flag.minSpeed',
  },
  'max-first-token': {
    path: 'requirements.maxTimeToFirstTokenMs',
    unit: 'number',
    summary: 'flag.maxFirstToken',
  },
  offline: { path: 'requirements.offline', unit: 'boolean', summary: 'flag.offline' },
  ungated: { path: 'requirements.ungated', unit: 'boolean', summary: 'flag.ungated' },
  'exclude-country': {
    path: 'requirements.developerCountriesExcluded',
    unit: 'list',
    summary: 'flag.countriesExcluded',
  },
  'min-size': { path: 'requirements.minTotalParams', unit: 'count', summary: 'flag.minSize' },
  'max-size': { path: 'requirements.maxTotalParams', unit: 'count', summary: 'flag.maxSize' },
  'max-active': { path: 'requirements.maxActiveParams', unit: 'count', summary: 'flag.maxActive' },
  'released-after': {
    path: 'requirements.releasedAfter',
    unit: 'text',
    summary: 'flag.releasedAfter',
  },
  'max-price': {
    path: 'requirements.maxPriceUsdPerMillionTokens',
    unit: 'number',
    summary: 'flag.maxPrice',
  },
  prefer: { path: 'requirements.prefer', unit: 'text', summary: 'flag.prefer' },
  only: { path: 'requirements.only', unit: 'list', summary: 'flag.only' },
  exclude: { path: 'requirements.exclude', unit: 'list', summary: 'flag.exclude' },
} as const satisfies Readonly<Record<string, Flag>>

export const recommendFlags = {
  on: { path: 'devices', unit: 'machine', summary: 'flag.on' },
  ...requirementFlags,
  limit: { path: 'limit', unit: 'count', summary: 'flag.limit' },
} as const satisfies Readonly<Record<string, Flag>>
