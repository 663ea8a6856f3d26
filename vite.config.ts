import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../dist/data',
  build: { outDir: '../dist/web', emptyOutDir: true },
  test: { root: '.', include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'] },
})
