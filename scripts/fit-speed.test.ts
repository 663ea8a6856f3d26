import { expect, it } from 'vitest'
import {
  foldOf,
  fitSpeed,
  median,
  predict,
  predictUnseen,
  readModel,
  speedCases,
} from './fit-speed-cases.mjs'
import { widthsOf } from './fit-speed-intervals.mjs'
import { afterOneMeasurement } from './fit-speed-recalibration.mjs'
