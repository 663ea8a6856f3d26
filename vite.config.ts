import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../dist/data',
  build: { outDir: '../dist/web', emptyOutDir: true },
  test: {
    root: '.',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Models and settings of whoever runs the tests stay out of them.
    // Generous: a busy machine must not fail a test.
    testTimeout: 30_000,
    env: { TOUCHSTONE_HOME: join(tmpdir(), 'touchstone-test-home') },
  },
})
