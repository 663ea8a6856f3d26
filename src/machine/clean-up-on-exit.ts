/**
 * Runs `cleanUp` when the program ends before `done` was called, by Ctrl-C too: every way out but SIGKILL passes the
 * event `exit`, at which only synchronous work is possible.
 */
export function cleanUpOnExit(cleanUp: () => void): { done(): void } {
  process.on('exit', cleanUp)
  return { done: () => process.off('exit', cleanUp) }
}
