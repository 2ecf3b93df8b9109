import { describe, expect, it } from 'vitest'
import type { ContenderSummary } from '../../../../main/contract/run.ts'
import { warnOfVersions } from '../../../../main/model/summary/warnOfVersions.ts'

const contender = (title: string, python: string | null, status: ContenderSummary['status'] = 'completed') => ({
  title,
  status,
  labels: python === null ? {} : { python },
})

describe('Pythons of different versions', () => {
  it('are a warning that names who has which', () => {
    const found = warnOfVersions([
      contender('Host', '3.11.7'),
      contender('Python venv', '3.11.7'),
      contender('Docker', null),
      contender('Docker with Python', '3.11.2'),
    ])
    expect(found).toEqual([{ code: 'versions_differ', message: expect.stringContaining('3.11.7 (Host, Python venv)') }])
    expect(found[0]?.message).toContain('3.11.2 (Docker with Python)')
  })

  it('are none where all have the same, or the other one took no part', () => {
    expect(warnOfVersions([contender('Host', '3.11.7'), contender('Python venv', '3.11.7')])).toEqual([])
    expect(warnOfVersions([contender('Host', '3.11.7'), contender('Other', '3.12.0', 'skipped')])).toEqual([])
    expect(warnOfVersions([])).toEqual([])
  })
})
