import { describe, expect, it } from 'vitest'
import { countAddresses, parseOpenFilesLimit } from '../../../../main/drivers/docker/densityLimits.ts'

describe('what containers use up', () => {
  it('counts the addresses of the network without its own, the gateway and the broadcast', () => {
    const network = { IPAM: { Config: [{ Subnet: '172.17.0.0/24' }] }, Containers: { a: {}, b: {} } }
    expect(countAddresses(network)).toEqual([
      { name: 'addresses of the network 172.17.0.0/24', capacity: 253, used: 2 },
    ])
  })

  it('counts the range that containers are given where the network names one', () => {
    const network = { IPAM: { Config: [{ Subnet: '172.17.0.0/16', IPRange: '172.17.1.0/25' }] } }
    expect(countAddresses(network)).toMatchObject([{ capacity: 128, used: 0 }])
  })

  it('knows no addresses of a network without IPv4', () => {
    expect(countAddresses({ IPAM: { Config: [{ Subnet: 'fd00::/64' }] } })).toEqual([])
    expect(countAddresses({ IPAM: null })).toEqual([])
  })

  it('reads the soft limit of open files, and none where there is none', () => {
    const line = (soft: string) => `Max open files            ${soft}                1048576              files     \n`
    expect(parseOpenFilesLimit(line('20000'))).toBe(20_000)
    expect(parseOpenFilesLimit(line('unlimited'))).toBeNull()
  })
})
