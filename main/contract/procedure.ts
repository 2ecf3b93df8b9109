import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorDataSchema } from './errors.ts'
import { technologySchema } from './technology.ts'

/**
 * What every procedure of the contract is made with. Each declares input, output and errors; a test fails on one that does not.
 * `ENGINE` carries an EngineError; what is not declared reaches the page as a code and an id only.
 */
export const procedure = oc.errors({ ENGINE: { data: errorDataSchema } })

export const nothing = z.strictObject({})

/** Engines that could not be asked, each beside the answers of the others. */
export const failuresSchema = z.array(z.strictObject({ technology: technologySchema, error: errorDataSchema }))
