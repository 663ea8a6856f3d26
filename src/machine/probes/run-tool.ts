import { execFile } from 'node:child_process'

export type ToolResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string }

/** Longest wait for a vendor's tool, in ms, and the most it may print. */
const toolTimeoutMs = 2000
const outputMax = 1_048_576

/**
 * Runs a vendor's tool without a shell, in the C locale, for at most two seconds; kills it afterwards.
 * A failure is a result, never an exception.
 */
export function runTool(
  program: string,
  args: readonly string[],
  timeoutMs = toolTimeoutMs,
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: outputMax,
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
      },
      (error, stdout) =>
        resolve(
          error === null ? { ok: true, text: stdout } : { ok: false, problem: problemOf(error) },
        ),
    )
    // A grandchild may hold the pipe open after the kill: do not wait for it.
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({ ok: false, problem: `no answer within ${timeoutMs} ms` })
    }, timeoutMs + 100)
    child.on('close', () => clearTimeout(timer))
    child.on('error', () => clearTimeout(timer))
  })
}

function problemOf(error: Error & { code?: unknown; killed?: boolean; signal?: unknown }): string {
  if (error.code === 'ENOENT') return 'not installed'
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed more than 1 MiB'
  if (error.killed === true) return 'no answer in time'
  return typeof error.code === 'number'
    ? `ended with ${error.code}`
    : String(error.code ?? error.signal ?? 'failed')
}
