import { describe, expect, it } from 'vitest'
import { defaultLink, hopSeconds, linkBetween, links, weightsOver } from './link.ts'

describe('links', () => {
  it('hands one token of 16 KiB over PCIe 4.0 x16 in 20.7 µs, over 1 Gbit/s in 414 µs', () => {
    expect(1e6 * hopSeconds(defaultLink, 1, 1, 16384)).toBeCloseTo(20.65, 1)
    expect(1e6 * hopSeconds(links['ethernet-1g'], 1, 1, 16384)).toBeCloseTo(413.8, 0)
  })

  it('brings weights no faster than the link with mapped pages, nor than the memory they lie in', () => {
    expect(weightsOver(defaultLink, 80e9)).toBeCloseTo(12.6e9, -7)
    expect(weightsOver(links['nvlink-4'], 80e9)).toBe(80e9)
  })

  it('takes NVLink between modules made for it, and slots else', () => {
    const h100 = { name: 'NVIDIA H100 SXM5 80 GB', architecture: 'Hopper' }
    expect(linkBetween([h100, h100])).toBe(links['nvlink-4'])
    const a100 = { name: 'NVIDIA A100 SXM4 80 GB', architecture: 'Ampere' }
    expect(linkBetween([a100, a100])).toBe(links['nvlink-3'])
    expect(linkBetween([h100, { name: 'NVIDIA RTX 4090' }])).toBe(defaultLink)
    expect(linkBetween([{ name: 'NVIDIA H100 PCIe' }, h100])).toBe(defaultLink)
  })

  it('orders the connections as their names promise', () => {
    const rates = Object.values(links).map((link) => link.bytesPerSecond)
    const slowest = [
      links['pcie-3-x16'],
      links['pcie-3-x4'],
      links.thunderbolt,
      links['ethernet-10g'],
      links['ethernet-1g'],
    ]
    expect(Math.max(...rates)).toBe(links['nvlink-4'].bytesPerSecond)
    for (const [index, link] of slowest.slice(1).entries())
      expect(hopSeconds(link, 1, 512, 16384)).toBeGreaterThan(
        hopSeconds(slowest[index] ?? defaultLink, 1, 512, 16384) * 0.95,
      )
  })
})
