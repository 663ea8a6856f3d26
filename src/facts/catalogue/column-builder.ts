import type { StoredColumn } from './catalogue-index.ts'
import { packRows } from './packed-rows.ts'
import { joinLines, plainText } from './text-lines.ts'

/** Numbers texts in the order of their first use. */
export class Positions {
  readonly values: string[] = []
  readonly #known = new Map<string, number>()

  of(value: string): number {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    this.#known.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}

/** Gathers one field of all models. */
export class ColumnBuilder {
  readonly #values = new Positions()
  readonly #rows: number[] = []
  readonly #claims: number[] = []

  /** @param claim position of who says it, counted from 1; 0 where the value is no claim */
  set(row: number, value: unknown, claim = 0): void {
    this.#rows[row] = this.#values.of(JSON.stringify(value)) + 1
    this.#claims[row] = claim
  }

  /** @param rows how many models there are */
  finish(rows: number): StoredColumn {
    const full = (numbers: readonly number[]) =>
      packRows(Array.from({ length: rows }, (_, row) => numbers[row] ?? 0))
    const values: unknown[] = this.#values.values.map((value) => JSON.parse(value))
    return {
      values: values.every(isPlain) ? joinLines(values) : values,
      rows: full(this.#rows),
      claims: this.#claims.some((claim) => claim > 0) ? full(this.#claims) : '',
    }
  }
}

function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value === plainText(value)
}
