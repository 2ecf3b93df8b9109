import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  hasCgroup,
  locateCgroup,
  parseCpuStat,
  parseField,
  parseIoStat,
  parseNumber,
  parseProcessCgroups,
  parseThrottleBytes,
  readCgroupUsage,
  readPids,
  subtractCache,
} from '../../../main/os/cgroupUsage.ts'

const captured = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/linux-6.18-cgroup-v1', `${name}.txt`), 'utf8')

/** As kernel.org/doc/Documentation/admin-guide/cgroup-v2.rst has them, in the order of a Linux 6. */
const version2 = {
  'cpu.stat': 'usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\nnr_periods 0\n',
  'memory.current': '52428800\n',
  'memory.stat':
    'anon 20971520\nfile 31457280\nworkingset_refault_file 7\ninactive_anon 4096\nactive_anon 20967424\ninactive_file 10485760\nactive_file 20971520\n',
  'io.stat':
    '8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021\n',
}

describe('what the kernel says of a cgroup', () => {
  it('CPU time in nanoseconds, of both versions', () => {
    expect(parseNumber(captured('cpuacct.usage'))).toBe(Number(captured('cpuacct.usage').trim()))
    expect(parseCpuStat(version2['cpu.stat'])).toBe(1_234_567_000)
    expect(parseCpuStat('nr_periods 0\n')).toBeNull()
    expect(parseNumber('max\n')).toBeNull()
    expect(parseNumber('')).toBeNull()
  })

  it('one field, and never one that only ends or begins alike', () => {
    const text = captured('memory.stat')
    expect(parseField(text, 'total_inactive_file')).toBe(Number(/^total_inactive_file (\d+)$/m.exec(text)?.[1]))
    expect(parseField(text, 'inactive_file')).toBe(Number(/^inactive_file (\d+)$/m.exec(text)?.[1]))
    expect(parseField(text, 'cache')).toBe(Number(/^cache (\d+)$/m.exec(text)?.[1]))
    expect(parseField(text, 'file')).toBeNull()
    expect(parseField('a 1\nb', 'b')).toBeNull()
    expect(parseField('a 1\nb 2', 'b')).toBe(2)
  })

  it('memory without the cache, which a moment later may be more than the whole', () => {
    expect(subtractCache(100, 30)).toBe(70)
    expect(subtractCache(100, 130)).toBe(100)
    expect(subtractCache(100, null)).toBeNull()
    expect(subtractCache(null, 30)).toBeNull()
  })

  it('bytes of all devices', () => {
    const version1 = '8:0 Read 4096\n8:0 Write 512\n8:0 Sync 4608\n8:0 Total 4608\n259:1 Read 1\nTotal 4609\n'
    expect(parseThrottleBytes(version1)).toEqual({ read: 4097, written: 512 })
    expect(parseIoStat(version2['io.stat'])).toEqual({ read: 91_889_664, written: 613_781_504 })
    expect(parseIoStat('')).toEqual({ read: 0, written: 0 })
  })

  it('no bytes where a kernel names no device, which is not none read', () => {
    expect(captured('blkio.throttle.io_service_bytes_recursive')).toBe('Total 0\n')
    expect(parseThrottleBytes(captured('blkio.throttle.io_service_bytes_recursive'))).toBeNull()
  })

  it('in which cgroup a process is, with several controllers on a line and a colon in a name', () => {
    const paths = parseProcessCgroups(captured('proc-pid-cgroup'))
    expect(paths.get('memory')).toMatch(/^\/docker\/[0-9a-f]{64}$/)
    expect(paths.get('')).toBe(paths.get('cpuacct'))
    const mixed = parseProcessCgroups('4:cpu,cpuacct:/a:b\n0::/system.slice/x.scope\nnonsense\n')
    expect([...mixed]).toEqual([
      ['cpu', '/a:b'],
      ['cpuacct', '/a:b'],
      ['', '/system.slice/x.scope'],
    ])
  })
})

describe('the files of a cgroup', () => {
  let root: string

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'iso-unit-'))
  })

  afterEach(() => rmSync(root, { recursive: true }))

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }

  it('of version 2, in one folder', () => {
    write('cgroup.controllers', 'cpu io memory\n')
    for (const [name, text] of Object.entries(version2)) write(`system.slice/docker-1.scope/${name}`, text)
    const folders = locateCgroup('system.slice/docker-1.scope', root)
    expect(hasCgroup(folders)).toBe(true)
    expect(readCgroupUsage(folders)).toEqual({
      cpuNs: 1_234_567_000,
      memory: 41_943_040,
      blockRead: 91_889_664,
      blockWritten: 613_781_504,
    })
  })

  it('of version 1, in one folder for each controller', () => {
    write('cpuacct/docker/1/cpuacct.usage', captured('cpuacct.usage'))
    write('memory/docker/1/memory.usage_in_bytes', captured('memory.usage_in_bytes'))
    write('memory/docker/1/memory.stat', captured('memory.stat'))
    write('blkio/docker/1/blkio.throttle.io_service_bytes', '8:0 Read 4096\n8:0 Write 512\nTotal 4608\n')
    const usage = Number(captured('memory.usage_in_bytes'))
    expect(readCgroupUsage(locateCgroup('docker/1', root))).toEqual({
      cpuNs: Number(captured('cpuacct.usage')),
      memory: usage - (parseField(captured('memory.stat'), 'total_inactive_file') ?? Number.NaN),
      blockRead: 4096,
      blockWritten: 512,
    })
  })

  it('with a controller that is not there: what it accounts is not known', () => {
    write('cgroup.controllers', 'cpu\n')
    write('user.slice/docker-1.scope/cpu.stat', version2['cpu.stat'])
    const nothing = { memory: null, blockRead: null, blockWritten: null }
    expect(readCgroupUsage(locateCgroup('user.slice/docker-1.scope', root))).toEqual({
      cpuNs: 1_234_567_000,
      ...nothing,
    })
  })

  it('of a cgroup that is gone are none', () => {
    write('cgroup.controllers', 'cpu io memory\n')
    expect(hasCgroup(locateCgroup('docker/1', root))).toBe(false)
    expect(readCgroupUsage(locateCgroup('docker/1', root))).toBeNull()
    expect(readPids(locateCgroup('docker/1', root))).toEqual([])
  })

  it('name the processes, also where these are in a cgroup below', () => {
    write('cgroup.controllers', 'cpu io memory\n')
    write('libpod-1.scope/cgroup.procs', '')
    write('libpod-1.scope/container/cgroup.procs', '17\n18\n')
    expect(readPids(locateCgroup('libpod-1.scope', root))).toEqual([17, 18])
  })
})
