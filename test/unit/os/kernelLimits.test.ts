import { describe, expect, it } from 'vitest'
import { parsePidsCgroup, parseTaskCount, readKernelLimits } from '../../../main/os/kernelLimits.ts'

describe('limits of the kernel', () => {
  it('count processes and threads alike', () => {
    expect(parseTaskCount('2.45 1.56 1.26 4/157 4067\n')).toBe(157)
    expect(parseTaskCount('')).toBeNull()
  })

  it('find the cgroup of the pids controller among those of version 1, whatever shares its hierarchy', () => {
    expect(parsePidsCgroup('9:name=systemd:/\n8:pids:/docker/ab\n0::/\n')).toBe('/docker/ab')
    expect(parsePidsCgroup('8:misc,pids:/docker/ab\n')).toBe('/docker/ab')
    expect(parsePidsCgroup('8:mypids:/docker/ab\n')).toBeNull()
  })

  it('find the one cgroup of version 2', () => {
    expect(parsePidsCgroup('0::/system.slice/docker.service\n')).toBe('/system.slice/docker.service')
  })

  it.runIf(process.platform === 'linux')('of this machine are above what is in use, and name what they are', () => {
    const limits = readKernelLimits()
    expect(limits.map(({ name }) => name)).toContainEqual(expect.stringContaining('processes and threads'))
    for (const { capacity, used } of limits) {
      expect(used).toBeGreaterThan(0)
      expect(capacity).toBeGreaterThan(used)
    }
  })
})
