import { describe, expect, it } from 'vitest'
import { describeStart } from '../../../main/os/processStart.ts'

const now = Date.UTC(2026, 10, 24, 12, 0, 0)

describe('the start of a process', () => {
  it('is counted from the boot in hundredths of a second', () => {
    expect(describeStart('360000', now, 7_200)).toBe('2026-11-24T11:00:00.000Z')
  })

  it('is never in the future', () => {
    expect(describeStart('100010', now, 1_000)).toBe('2026-11-24T12:00:00.000Z')
  })
})
