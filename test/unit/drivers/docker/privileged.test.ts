import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { buildPrivilegedExtras, readMissingCapabilities } from '../../../../main/drivers/docker/privileged.ts'

describe('a privileged container', () => {
  it('is asked for as such where the machine has all capabilities', () => {
    expect(buildPrivilegedExtras([])).toEqual({
      hostConfig: { Privileged: true, PidMode: 'host' },
      options: '--privileged --pid=host',
    })
  })

  it('is asked for part by part, and says so, where one is missing that --privileged insists on', () => {
    const { hostConfig, options } = buildPrivilegedExtras(['sys_resource'])
    expect(hostConfig).toMatchObject({ PidMode: 'host', CapAdd: ['ALL'], CapDrop: ['SYS_RESOURCE'], MaskedPaths: [] })
    expect(hostConfig).not.toHaveProperty('Privileged')
    expect(options).toContain('--cap-drop SYS_RESOURCE')
    expect(options).toContain('this machine has no sys_resource')
  })
})

describe('the capabilities that are missing here', () => {
  it('are none that this process’s children could have', () => {
    const bounding = execFileSync('grep', ['CapBnd', '/proc/self/status'], { encoding: 'utf8' }).split(/\s+/)[1] ?? ''
    const held = [...BigInt(`0x${bounding}`).toString(2)].filter((bit) => bit === '1').length
    const last = Number(execFileSync('cat', ['/proc/sys/kernel/cap_last_cap'], { encoding: 'utf8' }))
    expect(readMissingCapabilities()).toHaveLength(last + 1 - held)
  })
})
