import type { z } from 'zod'
import { catalogue } from './catalogue.ts'
import { config } from './config.ts'
import { engine } from './engine.ts'
import { hardware } from './hardware.ts'
import { importModel } from './import.ts'
import { measure } from './measure.ts'
import type { Operation } from './operation.ts'
import { ask } from './pure/ask.ts'
import { compare } from './pure/compare.ts'
import type { OperationContext } from './pure/context.ts'
import { explain } from './pure/explain.ts'
import { licence } from './pure/licence.ts'
import { model } from './pure/model.ts'
import { models } from './pure/models.ts'
import { recommend } from './pure/recommend.ts'
import { size } from './pure/size.ts'

export type AnyOperation = Operation<z.ZodType, z.ZodType, OperationContext>

/** Every operation, in the order of the help. Command line, batch, HTTP, MCP and library are derived from this list. */
export const operations = [
  recommend,
  ask,
  explain,
  compare,
  size,
  models,
  model,
  licence,
  importModel,
  catalogue,
  hardware,
  engine,
  measure,
  config,
] as const satisfies readonly AnyOperation[]
