import { describe, expect, it } from 'vitest'
import { listTypedFolders } from '../../../../../main/hosts/cli/env/typedFolders.ts'

describe('the folders that options of env name', () => {
  it('are that of the new environment, from where the user is, and channels that are folders', () => {
    const values = { prefix: 'envs', channel: ['conda-forge', 'file:///srv/channel', 'https://example.com/chan'] }
    expect(listTypedFolders(values)).toEqual([`${process.cwd()}/envs`, '/srv/channel'])
    expect(listTypedFolders({})).toEqual([])
  })
})
