import { describe, expect, it } from 'vitest'
import { capabilityNames, listCapabilities, listDecisive } from '../../../../main/model/isolation/capabilities.ts'

describe('a set of capabilities', () => {
  it('is read as capsh reads it: the default of a Docker container', () => {
    // capsh --decode=00000000a80425fb
    expect(listCapabilities('00000000a80425fb')).toEqual([
      'chown',
      'dac_override',
      'fowner',
      'fsetid',
      'kill',
      'setgid',
      'setuid',
      'setpcap',
      'net_bind_service',
      'net_raw',
      'sys_chroot',
      'mknod',
      'audit_write',
      'setfcap',
    ])
  })

  it('is empty for an ordinary program and full for root, whatever the kernel adds later', () => {
    expect(listCapabilities('0000000000000000')).toEqual([])
    expect(listCapabilities('000001ffffffffff')).toEqual(capabilityNames)
    expect(listCapabilities('0000020000000000')).toEqual(['capability 41'])
  })

  it('is none where the text is none', () => {
    expect(listCapabilities('')).toBeNull()
    expect(listCapabilities('root')).toBeNull()
  })

  it('names those that open the whole machine', () => {
    expect(listDecisive(listCapabilities('00000000a80425fb') ?? [])).toEqual([])
    expect(listDecisive(['chown', 'sys_admin', 'sys_module'])).toEqual(['sys_admin', 'sys_module'])
  })
})
