import { describe, expect, it } from 'vitest'
import { orAbsent } from '../../../main/drivers/orAbsent.ts'
import { EngineError } from '../../../main/model/engineError.ts'

const words = { engine: 'qemu', why: 'the disk cannot be made anew here' } as const
const never = new AbortController().signal
const fail = (error: Error) => () => Promise.reject(error)

describe('work that may be impossible here', () => {
  it('gives what it came to', async () => {
    expect(await orAbsent(async () => 7, words, never)).toBe(7)
  })

  it('is no figure where an engine refuses it, with both reasons', async () => {
    const error = new EngineError('unsupported', 'qemu', 'The packages could not be downloaded.')
    expect(await orAbsent(fail(error), words, never)).toEqual({
      absent: 'the disk cannot be made anew here: The packages could not be downloaded.',
    })
  })

  it('is cancelled, and not absent, when it was aborted', async () => {
    const error = new EngineError('engine_failed', 'qemu', 'It was ended.')
    await expect(orAbsent(fail(error), words, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('hides no fault of our own', async () => {
    await expect(orAbsent(fail(new TypeError('a fault')), words, never)).rejects.toThrow('a fault')
  })
})
