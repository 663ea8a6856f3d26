/**
 * What an expert would not accept of a first choice, by the limits of its situation. What is not known of the choice
 * counts against it, but for its memory and its speed, which not every program states.
 * @param {Record<string, any>} limits `first` of a situation
 * @param {{ releaseDate?: string | undefined, totalParams?: number | undefined, memoryBytes?: number | undefined,
 *   decodeTokensPerSecond?: number | undefined, languages?: readonly string[] | undefined,
 *   modalitiesInput?: readonly string[] | undefined, developerCountry?: string | undefined,
 *   licence?: string | undefined }} choice
 * @param {(listed: readonly string[], wanted: string) => boolean} coversLanguage
 * @returns {string[]}
 */
export function faultsOf(limits, choice, coversLanguage) {
  /** @type {Record<string, boolean>} */
  const checks = {
    'too old':
      limits.releasedAfter !== undefined && (choice.releaseDate ?? '') < limits.releasedAfter,
    'too small': (choice.totalParams ?? 0) < (limits.minTotalParams ?? 0),
    'does not fit': (choice.memoryBytes ?? 0) > (limits.memoryGiB ?? Infinity) * 2 ** 30,
    'too slow': (choice.decodeTokensPerSecond ?? Infinity) < (limits.minDecode ?? 0),
    'wrong language':
      limits.language !== undefined && !coversLanguage(choice.languages ?? [], limits.language),
    'wrong input':
      limits.modality !== undefined && !(choice.modalitiesInput ?? []).includes(limits.modality),
    'wrong country':
      limits.countryNot !== undefined && choice.developerCountry === limits.countryNot,
    'wrong licence': limits.licenceNot?.includes(choice.licence ?? '') === true,
  }
  return Object.keys(checks).filter((fault) => checks[fault])
}
