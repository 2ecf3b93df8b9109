import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../../../main/hosts/cli/commandLine.ts'
import { importVerb, refuseWithInto } from '../../../../../main/hosts/cli/env/make.ts'

describe('env import --into', () => {
  it.each(['with', 'name', 'prefix'])('takes no --%s, before a file is read', async (option) => {
    const values = { into: 'web', [option]: 'x' }
    await expect(importVerb.run(values, '/', ['/missing.yml'], [])).rejects.toThrow(UsageError)
    await expect(importVerb.run(values, '/', ['/missing.yml'], [])).rejects.toThrow(`--${option}`)
  })

  it('takes how to print', () => {
    expect(() => refuseWithInto({ into: 'web', json: true })).not.toThrow()
    expect(() => refuseWithInto({ name: 'web', prefix: 'x' })).not.toThrow()
  })
})
