import { z } from 'zod'
import { formatBytes } from '../base/bytes.ts'
import type { Block, TextDocument } from '../base/document.ts'
import type { Locale } from '../base/locale.ts'
import { say } from '../base/messages/all-messages.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import {
  type EnginePackages,
  engineBuildSchema,
  enginePackages,
  engineReleaseSchema,
} from '../facts/engine-release.ts'
import { enginesFound } from '../inference/engines-found.ts'
import { EngineProcess } from '../inference/llama-cpp/engine-process.ts'
import { type LocatedEngine, locateEngine } from '../inference/llama-cpp/locate-engine.ts'
import { readSettings } from '../machine/configuration.ts'
import { installEngine } from '../machine/engines/install-engine.ts'
import { userFolders } from '../machine/user-folders.ts'
import { defineOperation } from './define-operation.ts'
import { compiledJson } from './open-catalogue.ts'
import type { Reader } from './operation.ts'
import type { OperationContext } from './pure/context.ts'
import { header, headerSchema } from './pure/header.ts'

const input = z.strictObject({
  action: z.enum(['show', 'install']).optional(),
  /** What it computes on; the CPU by default, on a Mac with Apple's chip Metal. */
  build: engineBuildSchema.optional(),
  /** Folder of an installed engine, or of `npm pack`'s files, instead of the registry. */
  from: z.string().min(1).max(4096).optional(),
  /** Say what would be installed, and how large it is. */
  dryRun: z.boolean().optional(),
})
type Input = z.output<typeof input>

const output = z.strictObject({
  ...headerSchema,
  action: z.enum(['shown', 'installed', 'planned']),
  /** The engine that measuring uses; absent where there is none. */
  engine: z
    .strictObject({
      origin: z.enum(['setting', 'project', 'installed']),
      version: z.string(),
      release: z.string().optional(),
      backend: z.enum(['cpu', 'cuda', 'vulkan', 'metal']).optional(),
      devices: z.array(z.string()),
      /** Instruction sets and build options, as llama.cpp prints them. */
      systemInfo: z.string().optional(),
      path: z.string(),
      /** Why it does not start. */
      problem: z.string().optional(),
    })
    .optional(),
  /** Builds to be had for this platform; bytes once installed. */
  builds: z.array(
    z.strictObject({
      build: engineBuildSchema,
      packages: z.array(z.string()),
      bytes: z.number().optional(),
    }),
  ),
  /** Programs on the PATH. They are not started. */
  engines: z.array(z.strictObject({ engine: z.string(), program: z.string(), path: z.string() })),
})
type Output = z.output<typeof output>

/** Which engines are on this computer, and bringing one. It runs programs and names files, so it stays off HTTP and MCP. */
export const engine = defineOperation({
  name: 'engine',
  summary: 'engine.summary',
  effect: 'execute',
  surfaces: ['cli', 'library'],
  input,
  output,
  flags: {
    action: { path: 'action', unit: 'text', summary: 'flag.engineAction', position: 0 },
    build: { path: 'build', unit: 'text', summary: 'flag.build' },
    from: { path: 'from', unit: 'text', summary: 'flag.engineFrom' },
    'dry-run': { path: 'dryRun', unit: 'boolean', summary: 'flag.dryRun' },
  },
  examples: ['engine', 'engine install --dry-run', 'engine --json'],
  async run(given, context): Promise<Output> {
    const release = engineReleaseSchema.parse(await compiledJson('engines.json'))
    const choices = enginePackages(release, process.platform, process.arch)
    const isInstall = given.action === 'install'
    if (isInstall && given.dryRun !== true)
      await install(release.version, chosen(given, choices), given, context)
    return {
      ...header(context),
      action: !isInstall ? 'shown' : given.dryRun === true ? 'planned' : 'installed',
      engine: await describe(),
      builds: (isInstall ? [chosen(given, choices)] : choices).map(
        ({ build, packages, bytes }) => ({ build, packages: [...packages], bytes }),
      ),
      engines: (await enginesFound(process.env.PATH ?? '')).map(({ engine, program, path }) => ({
        engine,
        program,
        path,
      })),
    }
  },
  present: (result, reader) => present(result, reader),
})

function chosen({ build }: Input, choices: readonly EnginePackages[]): EnginePackages {
  const choice = build === undefined ? choices[0] : choices.find((one) => one.build === build)
  if (choice !== undefined) return choice
  throw new TouchstoneError('engine_install_failed', {
    problem: 'problem.engine.build',
    build: build ?? '',
    platform: `${process.platform}-${process.arch}`,
    builds: choices.map((one) => one.build),
  })
}

async function install(
  version: string,
  choice: EnginePackages,
  { from }: Input,
  { locale, progress }: OperationContext,
): Promise<void> {
  const bytes = choice.bytes === undefined ? say(locale, 'word.unknown') : formatBytes(choice.bytes)
  progress?.(say(locale, 'engine.installing', { packages: [...choice.packages], bytes }))
  const folder = await installEngine({
    data: userFolders().data,
    version,
    choice,
    from,
    verify: async (staging) => {
      const located = await locateEngine({ setting: staging, data: staging })
      const { problem } = await started(located, choice.build)
      if (problem !== undefined) throw new TouchstoneError('engine_install_failed', { problem })
    },
  })
  progress?.(say(locale, 'engine.installedIn', { folder }))
}

/** The engine in use, started once to hear what it computes on. */
async function describe(): Promise<Output['engine']> {
  const located = await locateEngine({
    setting: readSettings().values.engine,
    data: userFolders().data,
  })
  if (located === undefined) return undefined
  const { origin, version, release, folder } = located
  const { problem, info } = await started(located, 'auto')
  return {
    origin,
    version,
    release: info?.release ?? release,
    backend: info?.backend,
    devices: info?.devices ?? [],
    systemInfo: info?.systemInfo,
    path: folder,
    problem,
  }
}

async function started(
  located: LocatedEngine | undefined,
  backend: 'auto' | EnginePackages['build'],
) {
  if (located === undefined) return { problem: 'problem.engine.none' }
  const engine = new EngineProcess({ entry: located.entry, backend })
  try {
    return { info: await engine.info() }
  } catch (error) {
    if (!TouchstoneError.is(error)) throw error
    return { problem: String(error.values.problem ?? error.code) }
  } finally {
    await engine.end()
  }
}

function present({ action, engine, builds, engines }: Output, { locale }: Reader): TextDocument {
  const blocks: Block[] = []
  if (engine === undefined) blocks.push({ kind: 'paragraph', text: say(locale, 'engine.none') })
  else blocks.push(facts(engine, locale))
  if (engine === undefined || action === 'planned') blocks.push(...offers(builds, locale))
  if (engines.length > 0)
    blocks.push(
      { kind: 'paragraph', text: say(locale, 'engine.found', { count: engines.length }) },
      {
        kind: 'table',
        columns: [
          { title: say(locale, 'column.engine') },
          { title: say(locale, 'column.program') },
          { title: say(locale, 'column.path') },
        ],
        rows: engines.map(({ engine, program, path }) => [
          { text: engine, tone: 'strong' },
          { text: program },
          { text: path },
        ]),
      },
    )
  return blocks
}

function facts(engine: NonNullable<Output['engine']>, locale: Locale): Block {
  const unknown = say(locale, 'word.unknown')
  const rows: [string, string][] = [
    ['column.engine', `llama.cpp ${engine.release ?? unknown}  (node-llama-cpp ${engine.version})`],
    ['engine.backend', engine.backend ?? unknown],
  ]
  if (engine.devices.length > 0) rows.push(['column.device', engine.devices.join(', ')])
  if (engine.systemInfo !== undefined) rows.push(['engine.options', optionsOf(engine.systemInfo)])
  rows.push(
    ['engine.origin', say(locale, `engine.origin.${engine.origin}`)],
    ['column.path', engine.path],
  )
  if (engine.problem !== undefined) rows.push(['engine.problem', say(locale, engine.problem)])
  return {
    kind: 'facts',
    rows: rows.map(([code, text]) => ({ label: say(locale, code), value: { text } })),
  }
}

/** `CPU : AVX2 = 1 | FMA = 0 |` → `AVX2` */
function optionsOf(systemInfo: string): string {
  return [...systemInfo.matchAll(/(\w+) = 1/g)].map(([, name]) => name).join(' ')
}

function offers(builds: Output['builds'], locale: Locale): Block[] {
  if (builds.length === 0) return []
  return [
    {
      kind: 'table',
      columns: [
        { title: say(locale, 'engine.build') },
        { title: say(locale, 'engine.size'), align: 'right' },
        { title: say(locale, 'engine.packages') },
      ],
      rows: builds.map(({ build, bytes, packages }) => [
        { text: build, tone: 'strong' },
        { text: bytes === undefined ? say(locale, 'word.unknown') : formatBytes(bytes) },
        { text: packages.join(' ') },
      ]),
    },
  ]
}
