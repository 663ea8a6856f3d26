#!/usr/bin/env node
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { touchstoneProgram } from '../touchstone-program.ts'
import type { CliIo, Sink } from './io.ts'
import { runCli } from './run-cli.ts'

/** Exit codes of programs ended by SIGINT and SIGTERM, as shells give them (128 + the signal's number). */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143 } as const

const waiting: (() => void)[] = []

/** The first signal goes to whoever waits for it (a server closes its connections); otherwise, and again, it ends the program. */
function onSignal(signal: keyof typeof signalExitCodes): void {
  const waiters = waiting.splice(0)
  if (waiters.length === 0) process.exit(signalExitCodes[signal])
  for (const wake of waiters) wake()
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  // The reader went away (`touchstone models | head`): nobody is left to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 4))
  return {
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
    get columns() {
      return stream.isTTY ? stream.columns : undefined
    },
    isTerminal: stream.isTTY === true,
  }
}

const io: CliIo = {
  // Opening standard input keeps the program alive, so it is opened only by whoever reads it.
  get stdin() {
    return process.stdin
  },
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  env: process.env,
  stopped: () => new Promise((resolve) => waiting.push(resolve)),
}

// Most commands end before optimized code pays: a cold recommendation spends a third of its processor time on making it.
// Functions are optimized later, not never, so that servers and batches become as quick as ever.
setFlagsFromString('--interrupt-budget=500000')
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
process.exitCode = await runCli(process.argv.slice(2), io, touchstoneProgram)
