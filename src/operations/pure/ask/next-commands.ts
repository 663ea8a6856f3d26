import type { QuestionReading } from '../../../selection/question/read-question.ts'
import type { Requirements } from '../../../selection/requirements.ts'
import type { OperationContext } from '../context.ts'

/** Command lines that ask the same in options, so that every term can be changed; or, of no question, the nearest. */
export function nextCommands(
  reading: QuestionReading,
  requirements: Requirements,
  { questionData }: OperationContext,
): string[] {
  const { kind, models, concepts } = reading
  const [first] = models
  switch (kind) {
    case 'recommend':
      return [`recommend${machineOption(reading)}${options(requirements)}`]
    case 'compare':
      return models.length < 2 ? modelCommands(first) : [`compare ${picked(reading).join(' ')}`]
    case 'size':
      return first === undefined
        ? ['size llama-3.1-8b --quantization F16', 'size qwen3-32b']
        : [`size ${first}${machineOption(reading)}`, `model ${first}`]
    case 'licence':
      return first === undefined ? ['licence apache-2.0'] : [`licence ${first}`, `model ${first}`]
    case 'concept':
      return questionData.concepts
        .filter(({ id }) => concepts.includes(id))
        .flatMap(({ next }) => next)
        .slice(0, 4)
    case 'unknown':
      return ['recommend', 'models', 'size qwen3-8b', 'licence llama-3.1-8b']
    case 'explain':
      return first === undefined
        ? []
        : [`explain ${first}${machineOption(reading)}${options(requirements)}`, `model ${first}`]
    default:
      return modelCommands(first)
  }
}

function modelCommands(id: string | undefined): string[] {
  return id === undefined ? ['models'] : [`model ${id}`, `size ${id}`, `licence ${id}`]
}

function picked({ named }: QuestionReading): string[] {
  return [...new Set(named.flatMap(({ models = [] }) => models.slice(0, 1)))].slice(0, 6)
}

function machineOption({ machine }: QuestionReading): string {
  if (machine === undefined) return ''
  const parts = machine.devices.map((device) => {
    const gib = (bytes: number) => `${Math.round(bytes / 2 ** 30)}gb`
    if ('device' in device) return `${device.count ?? 1}x ${device.device}`
    const { kind, memoryBytes, count = 1 } = device
    if (kind === 'cpu') return `cpu,ram=${gib(memoryBytes)}`
    return `${count}x ${gib(memoryBytes)} ${kind === 'unified' ? 'unified' : 'gpu'}`
  })
  const ram = machine.systemMemoryBytes
  if (ram !== undefined && !parts.some((part) => part.startsWith('cpu')))
    parts.push(`ram=${Math.round(ram / 2 ** 30)}gb`)
  return ` --on "${parts.join(',')}"`
}

const names: Readonly<Record<string, string>> = {
  task: 'task',
  contextPerUser: 'context',
  parallel: 'parallel',
  languages: 'language',
  modalities: 'modality',
  reasoning: 'reasoning',
  minDecodeTokensPerSecond: 'min-speed',
  maxTimeToFirstTokenMs: 'max-first-token',
  developerCountriesExcluded: 'exclude-country',
  minTotalParams: 'min-size',
  maxTotalParams: 'max-size',
  maxActiveParams: 'max-active',
  releasedAfter: 'released-after',
  maxPriceUsdPerMillionTokens: 'max-price',
  prefer: 'prefer',
  only: 'only',
  exclude: 'exclude',
}
const switches: Readonly<Record<string, string>> = {
  tools: 'tools',
  offline: 'offline',
  ungated: 'ungated',
}
const listedMax = 8

function options(requirements: Requirements): string {
  const parts: string[] = []
  for (const [field, value] of Object.entries(requirements)) {
    const name = names[field]
    const flag = switches[field]
    if (name !== undefined && (!Array.isArray(value) || value.length <= listedMax))
      parts.push(`--${name} ${Array.isArray(value) ? value.join(',') : String(value)}`)
    if (flag !== undefined) parts.push(value === true ? `--${flag}` : `--no-${flag}`)
  }
  const use = requirements.licenceUse
  if (use !== undefined) parts.push(`--licence "${useWords(use)}"`)
  return parts.map((part) => ` ${part}`).join('')
}

function useWords(use: NonNullable<Requirements['licenceUse']>): string {
  return [
    ...(use.commercial === undefined ? [] : [use.commercial ? 'commercial' : 'non-commercial']),
    ...(use.revenueUsd === undefined ? [] : [`${use.revenueUsd} USD revenue`]),
    ...(use.monthlyActiveUsers === undefined ? [] : [`${use.monthlyActiveUsers} monthly users`]),
    ...(use.territories ?? []),
    ...(use.actions ?? []),
  ].join(', ')
}
