// Makes one file of the command line: two hundred small modules cost more to find and compile than to run.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** Servers and the network's libraries are loaded only when they are asked for, from their own packages. */
const keptOutside = [
  /^hono($|\/)/,
  /^@hono\//,
  /^@modelcontextprotocol\//,
  /^@huggingface\//,
  /^undici($|\/)/,
]

/** @param {string} root the repository, with `dist/` compiled */
export async function bundleCommandLine(root) {
  rmSync(join(root, 'dist', 'interfaces', 'cli', 'parts'), { recursive: true, force: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: {
      noExternal: true,
      external: [
        'hono',
        '@hono/node-server',
        '@modelcontextprotocol/sdk',
        '@huggingface/hub',
        'undici',
      ],
    },
    build: {
      ssr: join(root, 'src', 'interfaces', 'cli', 'main.ts'),
      outDir: join(root, 'dist', 'interfaces', 'cli'),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: keptOutside,
        output: { entryFileNames: 'main.js', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  })
}
