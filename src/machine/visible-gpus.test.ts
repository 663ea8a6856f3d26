import { expect, it } from 'vitest'
import { visibleGpus } from './visible-gpus.ts'

const card = (name: string, vendor: 'nvidia' | 'amd' = 'nvidia') => ({
  name,
  vendor,
  isIntegrated: false,
  isUnified: false,
  probe: 'nvidia-smi',
})
const cards = [card('a'), card('b'), card('x', 'amd'), card('c')]
const names = (setting: string | undefined) =>
  visibleGpus(cards, { CUDA_VISIBLE_DEVICES: setting })
    .gpus.map(({ name }) => name)
    .join('')

it.each([
  [undefined, 'abxc'],
  ['0', 'ax'],
  ['2,0', 'axc'],
  ['', 'x'],
  ['-1', 'x'],
  ['1,9,0', 'bx'],
  ['0, 1', 'abx'],
])('CUDA_VISIBLE_DEVICES=%j leaves %s', (setting, left) => {
  expect(names(setting)).toBe(left)
})

it('keeps all cards where they are named by UUID, and says that it did', () => {
  const { gpus, unknown } = visibleGpus(cards, { CUDA_VISIBLE_DEVICES: 'GPU-8932f937' })
  expect(gpus).toHaveLength(4)
  expect(unknown).toEqual([{ probe: 'CUDA_VISIBLE_DEVICES', problem: 'GPU-8932f937' }])
})
