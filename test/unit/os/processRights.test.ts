import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseProcessRights, readProcessRights } from '../../../main/os/processRights.ts'

const status = `Name:\tprobe
Uid:\t1000\t1001\t1002\t1003
CapInh:\t0000000000000000
CapEff:\t00000000a80425fb
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t1
`

describe('what a process may do', () => {
  it('is its real user, effective capabilities, filter and flag', () => {
    expect(parseProcessRights(status)).toEqual({
      uid: 1000,
      capabilities: '00000000a80425fb',
      seccomp: '2',
      noNewPrivileges: '1',
    })
  })

  it('is not known where the kernel leaves something out', () => {
    expect(parseProcessRights(status.replace(/^Seccomp:.*\n/m, ''))).toBeNull()
  })

  it.runIf(process.platform === 'linux')('is read of a process that runs, and of none that does not', () => {
    const own = readProcessRights(process.pid)
    expect(own?.uid).toBe(process.getuid?.())
    expect(readFileSync('/proc/self/status', 'utf8')).toContain(`CapEff:\t${own?.capabilities}\n`)
    expect(readProcessRights(2 ** 22 + 1)).toBeNull()
  })
})
