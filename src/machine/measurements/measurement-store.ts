import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TouchstoneError } from '../../base/touchstone-error.ts'
import { type Measurement, measurementSchema } from '../../facts/measurement.ts'

/** Files larger than this are not read, and lines longer than this are no measurement. */
const fileBytesMax = 64 * 1024 ** 2
const lineMax = 65_536

export interface ReadMeasurements {
  readonly measurements: readonly Measurement[]
  /** Lines that are no measurement: left where they are, passed over. */
  readonly damagedLines: readonly number[]
}

/** What was measured on this computer, and what others sent: one record a line in the user's data folder. */
export class MeasurementStore {
  readonly file: string

  /** @param data the user's data folder */
  constructor(data: string) {
    this.file = join(data, 'measurements.jsonl')
  }

  /** Nothing where there is no file. Throws `invalid_file` for one that is too large or cannot be read. */
  async read(): Promise<ReadMeasurements> {
    const text = await readSmall(this.file, true)
    return readLines(text)
  }

  /** Adds a record as one line in one write, so that programs at the same time do not mix theirs. */
  async add(measurement: Measurement): Promise<void> {
    await this.#append([measurement])
  }

  /** Writes all records to a new file; throws `invalid_file` where it is there already. Returns how many. */
  async export(file: string): Promise<number> {
    const { measurements } = await this.read()
    try {
      await writeFile(file, linesOf(measurements), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      throw fileError(file, error)
    }
    return measurements.length
  }

  /** Takes in the records of a file that are not there yet; throws `invalid_file` naming the first line that is none. */
  async import(file: string): Promise<{ readonly added: number; readonly known: number }> {
    const { measurements, damagedLines } = readLines(await readSmall(file, false))
    const [line] = damagedLines
    if (line !== undefined)
      throw new TouchstoneError('invalid_file', {
        file,
        problem: 'problem.measurement.line',
        line,
      })
    const before = new Set((await this.read()).measurements.map(keyOf))
    const fresh = [...new Map(measurements.map((one) => [keyOf(one), one])).values()].filter(
      (one) => !before.has(keyOf(one)),
    )
    if (fresh.length > 0) await this.#append(fresh)
    return { added: fresh.length, known: measurements.length - fresh.length }
  }

  async #append(measurements: readonly Measurement[]): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 })
    // A line that was cut short by a crash must not swallow the next one.
    const text = await readFile(this.file, 'utf8').catch(() => '')
    const start = text === '' || text.endsWith('\n') ? '' : '\n'
    await appendFile(this.file, start + linesOf(measurements), { mode: 0o600 })
  }
}

function linesOf(measurements: readonly Measurement[]): string {
  return measurements.map((one) => `${JSON.stringify(one)}\n`).join('')
}

function keyOf({ when, machine, model, quantization, method }: Measurement): string {
  return [when, machine.fingerprint, model, quantization, method].join(' ')
}

function readLines(text: string): ReadMeasurements {
  const measurements: Measurement[] = []
  const damagedLines: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const measurement = line.length > lineMax ? undefined : readLine(line)
    if (measurement === undefined) damagedLines.push(index + 1)
    else measurements.push(measurement)
  }
  return { measurements, damagedLines }
}

function readLine(line: string): Measurement | undefined {
  try {
    return measurementSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

async function readSmall(file: string, mayBeAbsent: boolean): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > fileBytesMax)
      throw new TouchstoneError('invalid_file', {
        file,
        problem: 'problem.measurement.large',
        limit: fileBytesMax / 1024 ** 2,
      })
    return await readFile(file, 'utf8')
  } catch (error) {
    if (mayBeAbsent && error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return ''
    throw TouchstoneError.is(error) ? error : fileError(file, error)
  }
}

function fileError(file: string, error: unknown): TouchstoneError {
  const problem = error instanceof Error ? error.message : String(error)
  return new TouchstoneError('invalid_file', { file, problem }, { cause: error })
}
