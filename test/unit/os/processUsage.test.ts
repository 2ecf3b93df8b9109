import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { identifyProcess } from '../../../main/os/processIdentity.ts'
import {
  findBootTime,
  parseCpuNs,
  parseOwnMemory,
  readProcessUsage,
  readStartedAt,
} from '../../../main/os/processUsage.ts'

const stat =
  '1064 (qemu) system) S 489 1064 1064 0 -1 138412416 11712 0 0 0 229 71 7 9 20 0 4 0 1360924 718221312 56633 184467'

describe('what a process uses', () => {
  it('is the time its own threads computed, not that of children it waited for', () => {
    expect(parseCpuNs(stat)).toBe(3_000_000_000)
    expect(parseCpuNs('')).toBeNull()
  })

  it('is memory without the pages of program files, or unknown where the kernel does not tell them apart', () => {
    const status = 'VmRSS:\t  226608 kB\nRssAnon:\t  203132 kB\nRssFile:\t   23476 kB\nRssShmem:\t       8 kB\n'
    expect(parseOwnMemory(status)).toBe(203_140 * 1024)
    expect(parseOwnMemory('VmRSS:\t  226608 kB\n')).toBeNull()
  })

  it('is read of this process, grows with what it does, and is not that of another with the same pid', () => {
    const self = identifyProcess(process.pid)
    if (!self) throw new Error('this process exists')
    const before = readProcessUsage(self)
    for (const until = process.cpuUsage().user + 60_000; process.cpuUsage().user < until; ) Math.random()
    const after = readProcessUsage(self)
    expect(after?.cpuNs).toBeGreaterThan(before?.cpuNs ?? Number.NaN)
    expect(after?.ownMemory).toBeLessThan(process.memoryUsage().rss)
    expect(after?.ownMemory).toBeGreaterThan(1024 * 1024)
    expect(after?.residentMemory).toBeGreaterThan(after?.ownMemory ?? Number.NaN)
    expect(readProcessUsage({ ...self, startTime: `${self.startTime}0` })).toBeNull()
  })

  it('is nothing once it has ended', async () => {
    const child = spawn('true')
    const identity = { pid: child.pid ?? 0, startTime: 'x-1' }
    await once(child, 'exit')
    expect(readProcessUsage(identity)).toBeNull()
  })
})

describe('when a process was started', () => {
  it('is now for one started now, and the same at every look', async () => {
    const before = Date.now()
    const child = spawn('sleep', ['30'])
    await once(child, 'spawn')
    const identity = identifyProcess(child.pid ?? 0)
    child.kill('SIGKILL')
    if (!identity) throw new Error('it was started')
    const startedAt = readStartedAt(identity)
    // The kernel tells when it booted in whole seconds.
    expect(Math.abs(Date.parse(startedAt ?? '') - before)).toBeLessThan(60_000)
    expect(readStartedAt(identity)).toBe(startedAt)
  })

  it('is unknown where the system tells no boot time or start', () => {
    expect(findBootTime('cpu 1 2\nbtime 1700000000\n')).toBe(1_700_000_000)
    expect(findBootTime('')).toBeNull()
    expect(readStartedAt({ pid: 1, startTime: 'Tue Nov 24' })).toBeNull()
  })
})
