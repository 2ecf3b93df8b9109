import { describe, expect, it } from 'vitest'
import { judgeRoundtrip } from '../../../main/drivers/roundtrip.ts'

const same = { name: 'digest', before: 'abc', after: 'abc' }

describe('a round trip', () => {
  it('is the same when everything that was compared is, and says what that was and under which conditions', () => {
    expect(judgeRoundtrip([same, { name: 'output', before: '1', after: '1' }], ['on one machine'])).toEqual({
      same: true,
      evidence: 'the same: digest, output; on one machine',
    })
  })

  it('differs as soon as one thing does, and says how', () => {
    expect(judgeRoundtrip([same, { name: 'output', before: '1', after: '' }], [])).toEqual({
      same: false,
      evidence: 'output: 1 became nothing',
    })
  })

  it('is not the same when nothing was compared', () => {
    expect(judgeRoundtrip([], []).same).toBe(false)
  })
})
