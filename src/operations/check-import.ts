import { formatCount } from '../base/quantities.ts'
import { TouchstoneError } from '../base/touchstone-error.ts'
import type { Architecture } from '../facts/architecture.ts'
import type { FoundModel } from '../facts/imported/found-model.ts'
import type { ImportedTotals } from '../facts/imported/imported-record.ts'
import { storedParameters } from '../facts/imported/stored-parameters.ts'
import { countParameters } from '../sizing/parameter-count.ts'
import { headerAgreement } from '../sizing/tensors/header-agreement.ts'

/** How what was found proves the shape, or does not. */
export interface ImportCheck {
  readonly check: 'tensors' | 'total' | 'none'
  readonly outcome: 'exact' | 'within' | 'unproven'
  /** Parameters, or tensors, by the files and by the shape. */
  readonly published?: number
  readonly derived?: number
  /** Tensors that differ, a few. */
  readonly differing?: readonly string[]
}

export interface CheckedImport {
  readonly checks: readonly ImportCheck[]
  readonly totals: ImportedTotals
}

/** As for the catalogue: what is further off does not land. */
const tolerance = 0.005

/**
 * Holds a shape against what lies beside it: the tensors of a GGUF header one by one, the parameters that safetensors
 * headers hold, or the Hub's own count. Throws `import_incomplete` where they are more than 0.5 % apart.
 */
export function checkImport(found: FoundModel, architecture: Architecture): CheckedImport {
  if (found.gguf !== undefined) return checkGguf(found, architecture, found.gguf.tensors)
  const stored = storedParameters(found.safetensors ?? [], architecture.layers.length)
  if (found.safetensors !== undefined && stored !== undefined)
    return checkStored(found, architecture, stored)
  const { total, nextTokenPrediction } = countParameters(architecture)
  const stated = found.statedTotalParams
  if (stated === undefined)
    return { checks: [{ check: 'none', outcome: 'unproven', derived: total }], totals: {} }
  // The Hub counts every tensor of the repository; blocks that predict further tokens may be among them.
  const derived =
    Math.abs(stated - total) < Math.abs(stated - total - nextTokenPrediction)
      ? total
      : total + nextTokenPrediction
  return {
    checks: [compared(found, stated, derived)],
    totals: { storedParams: stated, totalParams: total },
  }
}

function checkGguf(
  found: FoundModel,
  architecture: Architecture,
  tensors: NonNullable<FoundModel['gguf']>['tensors'],
): CheckedImport {
  const { equal, onlyInFile, onlyInShape, otherShape, fileValues } = headerAgreement(
    tensors,
    architecture,
  )
  const differing = [...otherShape, ...onlyInFile, ...onlyInShape]
  const { total, nextTokenPrediction } = countParameters(architecture)
  const further = onlyInFile.length === 0 && equal > 0 && fileValues > total * 1.005
  const check = compared(found, fileValues, further ? total + nextTokenPrediction : total)
  const tensorCheck: ImportCheck = {
    check: 'tensors',
    outcome: differing.length === 0 ? 'exact' : 'within',
    published: tensors.length,
    derived: equal,
    ...(differing.length === 0 ? {} : { differing: differing.slice(0, 5) }),
  }
  return {
    checks: [tensorCheck, check],
    totals: { totalParams: total, storedParams: fileValues },
  }
}

function checkStored(
  found: FoundModel,
  architecture: Architecture,
  stored: NonNullable<ReturnType<typeof storedParameters>>,
): CheckedImport {
  const { total } = countParameters(architecture)
  // A tied head may be stored all the same.
  const language = architecture.tiedEmbeddings
    ? stored.language - stored.outputMatrix
    : stored.language
  return {
    checks: [compared(found, language, total)],
    totals: {
      totalParams: language + stored.otherTowers,
      storedParams: stored.language + stored.otherTowers + stored.nextTokenPrediction,
      otherTowersParams: stored.otherTowers,
    },
  }
}

function compared({ from }: FoundModel, published: number, derived: number): ImportCheck {
  const off = Math.abs(derived / published - 1)
  if (!(off <= tolerance))
    throw new TouchstoneError('import_incomplete', {
      from,
      problem: 'problem.import.total',
      published: formatCount(published),
      derived: formatCount(derived),
      percent: `${(off * 100).toPrecision(2)} %`,
    })
  return { check: 'total', outcome: off === 0 ? 'exact' : 'within', published, derived }
}
