import type { Catalogue } from '../../../facts/catalogue/catalogue.ts'
import { QuestionReader } from '../../../selection/question/read-question.ts'
import type { OperationContext } from '../context.ts'

const readers = new WeakMap<Catalogue, QuestionReader>()

/** The reader for a catalogue; made once, for gathering all names costs more than reading a question. */
export function questionReader({
  catalogue,
  families,
  devices,
  questionData,
  licences,
}: OperationContext): QuestionReader {
  const known = readers.get(catalogue)
  if (known !== undefined) return known
  const reader = new QuestionReader({
    data: questionData,
    entries: catalogue.entries,
    families: families.families,
    devices,
    licences: licences.licences,
  })
  readers.set(catalogue, reader)
  return reader
}
