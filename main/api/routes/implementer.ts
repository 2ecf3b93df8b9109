import { implement } from '@orpc/server'
import { contract } from '../../contract/contract.ts'
import { declareErrors } from '../declareErrors.ts'

/** The contract to be implemented. An EngineError becomes the declared error ENGINE; any other is hidden by the doors. */
export const os = implement(contract).use(declareErrors)

/** For a caller that cannot go away. */
export const never = new AbortController().signal
