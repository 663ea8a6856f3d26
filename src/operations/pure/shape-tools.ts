import type { ShapeTools } from '../../facts/catalogue/checks/check-shape.ts'
import { readArchitecture } from '../../facts/config-json/read-config.ts'
import { countParameters } from '../../sizing/parameter-count.ts'
import { weightsOf } from '../../sizing/weights.ts'

/** What the catalogue asks of sizing, which comes after it. */
export const shapeTools: ShapeTools = { readArchitecture, countParameters, weightsOf }
