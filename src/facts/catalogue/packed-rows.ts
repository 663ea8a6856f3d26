/**
 * Small whole numbers, one per row, as text of a fixed width: a JSON parser copies one string where it would read and
 * box every number of a list, and the text takes a byte for each digit. Digits are the characters from `#` to `Z`:
 * 56 in a row that JSON need not escape.
 */
const firstCode = 35
const base = 56

/** @param numbers whole, from 0 on */
export function packRows(numbers: readonly number[]): string {
  const width = widthOf(numbers)
  return numbers.map((number) => digitsOf(number, width)).join('')
}

function widthOf(numbers: readonly number[]): number {
  let largest = 1
  for (const number of numbers) if (number > largest) largest = number
  let width = 0
  for (let rest = largest; rest > 0; rest = Math.floor(rest / base)) width += 1
  return width
}

function digitsOf(number: number, width: number): string {
  let digits = ''
  for (let rest = number, place = 0; place < width; place += 1, rest = Math.floor(rest / base))
    digits = String.fromCharCode(firstCode + (rest % base)) + digits
  return digits
}

/** The numbers again. In one go: the first search pays for every step of this loop before it is compiled. */
export function unpackRows(text: string, count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  const width = count === 0 ? 0 : text.length / count
  for (let row = 0, at = 0; row < count; row += 1) {
    let number = 0
    for (const end = at + width; at < end; at += 1)
      number = number * base + text.charCodeAt(at) - firstCode
    numbers[row] = number
  }
  return numbers
}

/** One of the numbers, where the others are not needed. @param width digits of each */
export function packedAt(text: string, width: number, row: number): number {
  let number = 0
  for (let at = row * width, end = at + width; at < end; at += 1)
    number = number * base + text.charCodeAt(at) - firstCode
  return number
}
