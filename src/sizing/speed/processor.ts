import type { Device } from '../../facts/device.ts'

/**
 * FP32 operations per core and second at 3 GHz by the widest instruction set (two fused multiply-add units; AVX without
 * FMA half of that). A scale, not a fact about a chip: the fit corrects it.
 */
const coreFlops: readonly (readonly [string, number])[] = [
  ['amx', 192e9],
  ['avx512', 192e9],
  ['avx2', 96e9],
  ['avx', 48e9],
  ['neon', 48e9],
]
const leastCoreFlops = 24e9

/** What makers' names say of the power that a processor may draw; the first that matches. */
const grades: readonly (readonly [RegExp, string])[] = [
  [/xeon|epyc|opteron|threadripper|ampere/i, 'server'],
  // Intel's U, Y, N and G1 to G7, AMD's U; Atom-like chips and single-board computers.
  [
    /\b[im]\d-\d{3,5}(u|y|g\d)|\bm-?\d?y?\d{2}|-\d+y\d+|\d{3,4}u\b|\bn\d{2,3}\b|raspberry|kirin|snapdragon 8/i,
    'low-power',
  ],
  [/\d(h|hq|hs|hx|hk|hf|mq|qm|m|p|z)\b|\bhx \d+/i, 'mobile'],
  [/\d(t|te|l)\b/i, 'low-clock'],
]

/** Keys of what a processor shares with others: maker, instruction set, grade. */
export function processorKeys(device: Device): string[] {
  return [
    `cpu/${device.vendor ?? 'other'}`,
    `cpu/${widestSet(device)}`,
    `cpu/${grades.find(([pattern]) => pattern.test(device.name))?.[1] ?? 'desktop'}`,
  ]
}

/** Scale of a processor's arithmetic; undefined where its cores are unknown. */
export function processorFlops(device: Device): number | undefined {
  const cores = mathCores(device)
  if (cores === undefined) return undefined
  const widest = widestSet(device)
  return cores * (coreFlops.find(([name]) => name === widest)?.[1] ?? leastCoreFlops)
}

/** Intel's hybrids by all cores → performance cores (Intel product specifications, 12th generation to Core Ultra). */
const performanceCores: Readonly<Record<number, number>> = {
  24: 8,
  20: 8,
  16: 8,
  14: 6,
  12: 8,
  10: 6,
  8: 4,
}

/**
 * Cores that llama.cpp computes on: of Intel's hybrid processors only the performance cores (common/common.cpp,
 * `common_cpu_get_num_math`).
 */
export function mathCores(device: Device): number | undefined {
  const cores = device.physicalCores
  if (cores === undefined || !isHybrid(device)) return cores
  if (/\d{3,4}u\b/i.test(device.name)) return 2
  if (/\d{3,4}p\b/i.test(device.name)) return cores > 12 ? 6 : 4
  if (/ultra \d \d{3}h/i.test(device.name)) return cores > 14 ? 6 : 4
  return performanceCores[cores] ?? cores
}

const hybridNames = /\bi\d-1[2-4]\d{2,3}|ultra \d \d{3}/i

function isHybrid({ vendor, name }: Device): boolean {
  return vendor === 'intel' && hybridNames.test(name)
}

function widestSet(device: Device): string {
  const sets = device.instructionSets?.join(' ').toLowerCase() ?? 'avx2'
  return coreFlops.find(([name]) => sets.includes(name))?.[0] ?? 'sse'
}
