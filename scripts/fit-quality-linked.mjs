// Which tests of a task hang together: models tested only apart from each other must not be ordered by these tests.

/** Others that a test must have been taken by to place a model among them. */
const sharedWith = 5

/**
 * By task, the tests that place a model: taken by at least five others, and linked by common models to the largest group of
 * tests of this task.
 * @param {readonly { model: number, benchmark: number }[]} cells @param {readonly number[]} taskOf
 */
export function linkedTests(cells, taskOf) {
  /** @type {Map<number, Map<number, Set<number>>>} */
  const takersByTask = new Map()
  for (const { model, benchmark } of cells) {
    const task = taskOf[benchmark] ?? -1
    const tests = takersByTask.get(task) ?? new Map()
    takersByTask.set(task, tests.set(benchmark, (tests.get(benchmark) ?? new Set()).add(model)))
  }
  const linked = new Set()
  for (const tests of takersByTask.values())
    for (const test of largestGroup(tests))
      if ((tests.get(test)?.size ?? 0) > sharedWith) linked.add(test)
  return linked
}

/** @param {Map<number, Set<number>>} tests */
function largestGroup(tests) {
  /** @type {{ tests: number[], models: Set<number> }[]} */
  let groups = []
  for (const [test, takers] of tests) {
    const touching = groups.filter((group) => [...takers].some((model) => group.models.has(model)))
    groups = groups.filter((group) => !touching.includes(group))
    groups.push({
      tests: [test, ...touching.flatMap((group) => group.tests)],
      models: new Set([...takers, ...touching.flatMap((group) => [...group.models])]),
    })
  }
  return groups.sort((a, b) => b.models.size - a.models.size)[0]?.tests ?? []
}
