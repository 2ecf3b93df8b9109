import { describe, expect, it } from 'vitest'
import { parseMark } from '../../../main/drivers/environmentMark.ts'

describe('reading the mark of an environment', () => {
  const mark = { state: 'creating', path: '/e/a', owner: { storeId: 's', pid: 1, startTime: 't' }, row: 3 }

  it('knows a mark of ours', () => {
    expect(parseMark(JSON.stringify(mark))).toEqual(mark)
  })

  it.each(['', '{', '{}', '[]', JSON.stringify({ ...mark, state: 'other' }), JSON.stringify({ ...mark, more: 1 })])(
    'takes %j for none',
    (text) => {
      expect(parseMark(text)).toBeNull()
    },
  )
})
