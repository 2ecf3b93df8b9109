import { describe, expect, it } from 'vitest'
import { newNetworkSchema } from '../../../../../main/contract/networks.ts'
import { newVolumeSchema } from '../../../../../main/contract/volumes.ts'
import { isSubnet } from '../../../../../main/model/subnet.ts'
import { checkNetwork, checkVolume, firstNetwork } from '../../../../../renderer/features/storage/storageDrafts.ts'

const errorsOf = (checked: ReturnType<typeof checkVolume> | ReturnType<typeof checkNetwork>) =>
  checked.ok ? [] : Object.keys(checked.errors)

describe('a new volume', () => {
  it('has labels, a line for each', () => {
    const checked = checkVolume({ name: 'data', labels: 'team=web\n\n  url=a=b \nempty=' })
    expect(checked.ok && newVolumeSchema.parse(checked.request)).toEqual({
      technology: 'docker',
      name: 'data',
      labels: { team: 'web', url: 'a=b', empty: '' },
    })
  })

  it('says which field is wrong', () => {
    expect(errorsOf(checkVolume({ name: '-f', labels: '' }))).toEqual(['name'])
    expect(errorsOf(checkVolume({ name: 'a', labels: 'no value\n' }))).toEqual(['labels'])
    expect(errorsOf(checkVolume({ name: '', labels: '=x' }))).toEqual(['name', 'labels'])
  })
})

describe('a new network', () => {
  it('has a subnet only where one was typed', () => {
    const checked = checkNetwork({ ...firstNetwork, name: 'inner', subnet: ' 10.20.0.0/24 ', internal: true })
    expect(checked.ok && newNetworkSchema.parse(checked.request)).toMatchObject({
      subnet: '10.20.0.0/24',
      internal: true,
    })
    const without = checkNetwork({ ...firstNetwork, name: 'inner' })
    expect(without.ok && 'subnet' in without.request).toBe(false)
    expect(errorsOf(checkNetwork({ ...firstNetwork, name: 'a', subnet: '10.20.0.0' }))).toEqual(['subnet'])
  })

  it('takes for a subnet what the contract takes', () => {
    const texts = [
      '10.0.0.0/8',
      '10.0.0.256/8',
      '10.0.0.0/33',
      '10.0.0/8',
      'fd00::/64',
      'fd00::/129',
      'x/8',
      '/8',
      '::/0',
    ]
    const taken = (subnet: string) =>
      newNetworkSchema.safeParse({ technology: 'docker', name: 'a', driver: 'bridge', internal: false, subnet }).success
    expect(texts.filter(isSubnet)).toEqual(texts.filter(taken))
    expect(texts.filter(isSubnet)).toEqual(['10.0.0.0/8', 'fd00::/64', '::/0'])
  })
})
