import { z } from 'zod'

const bytes = z.int().positive()
export const engineBuildSchema = z.enum(['cpu', 'cuda', 'vulkan', 'metal'])
export type EngineBuild = z.infer<typeof engineBuildSchema>

const packageName = z.string().regex(/^(@[a-z0-9-]+\/)?[a-z0-9-]+$/)

/** The engine that this program works with: the one version it was checked with, and its builds by platform. */
export const engineReleaseSchema = z.strictObject({
  package: packageName,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Of llama.cpp. */
  release: z.string().min(1).max(40),
  /** Where versions and sizes are from. */
  source: z.strictObject({
    name: z.string().min(1),
    address: z.url(),
    revision: z.string().min(1),
    date: z.iso.date(),
  }),
  /** Of the package and what it depends on, installed, without any build. */
  bytes,
  builds: z
    .array(
      z.strictObject({
        /** As Node names them. */
        platform: z.enum(['linux', 'darwin', 'win32']),
        architecture: z.enum(['x64', 'arm64']),
        build: engineBuildSchema,
        packages: z.array(packageName).min(1),
        /** Installed; absent where nobody measured it. */
        bytes: bytes.optional(),
      }),
    )
    .min(1),
})
export type EngineRelease = z.infer<typeof engineReleaseSchema>

/** What a choice of build needs on a platform. */
export interface EnginePackages {
  readonly build: EngineBuild
  /** `name@version` of each. */
  readonly packages: readonly string[]
  /** Installed, all together; undefined where nobody measured the build. */
  readonly bytes: number | undefined
}

/** Builds to be had on a platform, the one that is taken without a choice first; none on other platforms. */
export function enginePackages(
  { package: name, version, bytes, builds }: EngineRelease,
  platform: string,
  architecture: string,
): EnginePackages[] {
  return builds
    .filter((one) => one.platform === platform && one.architecture === architecture)
    .map((one) => ({
      build: one.build,
      packages: [name, ...one.packages].map((each) => `${each}@${version}`),
      bytes: one.bytes === undefined ? undefined : bytes + one.bytes,
    }))
}
