import type { Message } from '../message.ts'

/** Measuring a model by its twin, and the records of what was measured. */
export const measureMessages = {} as const satisfies Record<string, Message>
