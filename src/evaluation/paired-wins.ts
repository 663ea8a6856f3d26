/** Verdict of a race between two models over the same prompts. */
export interface RaceVerdict {
  readonly verdict: 'first' | 'second' | 'undecided'
  /** Evidence against "both are equally good"; decided when it reaches 1 / errorRate. */
  readonly eValue: number
}

/**
 * Who wins, given how often each was judged better on the same prompts (ties left out)? May be asked after every
 * single judgement without spending the error rate: the e-value is a Bayes factor of a uniform mixture over win rates
 * against the fair coin, a non-negative martingale under it, so that Ville's inequality bounds the chance that it ever
 * reaches 1 / errorRate by errorRate (Robbins 1970; Ramdas et al. 2023, "Game-theoretic statistics", section 3).
 * Both counts are non-negative integers.
 */
export function raceVerdict(firstWins: number, secondWins: number, errorRate = 0.05): RaceVerdict {
  const eValue = Math.exp(logMixture(firstWins, secondWins))
  if (eValue < 1 / errorRate || firstWins === secondWins) return { verdict: 'undecided', eValue }
  return { verdict: firstWins > secondWins ? 'first' : 'second', eValue }
}

/** log of ∫ p^a (1-p)^b dp / 2^-(a+b) = log B(a+1, b+1) + (a+b) log 2. */
function logMixture(a: number, b: number): number {
  return logFactorial(a) + logFactorial(b) - logFactorial(a + b + 1) + (a + b) * Math.LN2
}

function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k += 1) sum += Math.log(k)
  return sum
}
