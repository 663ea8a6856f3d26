import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Below the user's data folder; one folder per installed engine: `node-llama-cpp-3.22.1-cpu`. */
export function enginesFolder(data: string): string {
  return join(data, 'engines')
}

const installed = /^node-llama-cpp-(\d{1,6})\.(\d{1,6})\.(\d{1,6})-(cpu|cuda|vulkan|metal)$/

/** Folders of installed engines, the newest version first, GPU builds before the CPU's; none where there are none. */
export async function engineFolders(data: string): Promise<string[]> {
  const folder = enginesFolder(data)
  const names = await readdir(folder).catch(() => [])
  return names
    .flatMap((name) => {
      const match = installed.exec(name)
      if (match === null) return []
      const [, major, minor, patch, build] = match
      return [{ name, version: [major, minor, patch].map(Number), isCpu: build === 'cpu' }]
    })
    .sort((a, b) => byVersion(b.version, a.version) || Number(a.isCpu) - Number(b.isCpu))
    .map(({ name }) => join(folder, name))
}

function byVersion(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
