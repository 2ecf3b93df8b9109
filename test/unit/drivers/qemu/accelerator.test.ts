import { describe, expect, it } from 'vitest'
import { describeTitle, findCandidate } from '../../../../main/drivers/qemu/accelerator.ts'
import { describeMachine } from '../../../../main/drivers/qemu/contender.ts'

describe('findCandidate', () => {
  it('is what the platform has', async () => {
    expect((await findCandidate('darwin'))?.accelerator).toBe('hvf')
    expect((await findCandidate('win32'))?.accelerator).toBe('whpx')
    expect(await findCandidate('freebsd')).toBeNull()
  })

  it('says why KVM need not be tried', async () => {
    expect(await findCandidate('linux', '/nonexistent/kvm')).toEqual({
      accelerator: 'kvm',
      implausible: 'there is no /nonexistent/kvm',
    })
  })

  it('takes a device that can be opened for a candidate, and no more', async () => {
    expect(await findCandidate('linux', '/dev/null')).toEqual({ accelerator: 'kvm', implausible: null })
  })
})

describe('the labels of a machine', () => {
  const [qemu, kernel] = [{ version: '7.2.22' }, { version: '6.1.0' }]

  it('name emulation, why it was chosen, and what its figures depend on', () => {
    const choice = { accelerator: 'tcg', reason: 'KVM tried: no READY within 5 s' } as const
    expect(describeMachine(qemu, kernel, choice, 'q35')).toEqual({
      accelerator: 'TCG (software emulation)',
      'accelerator chosen because': 'KVM tried: no READY within 5 s',
      memory: '256 MiB',
      vCPUs: '1',
      machine: 'q35',
      cpu: 'max, as QEMU 7.2.22 emulates it',
      kernel: '6.1.0',
      qemu: '7.2.22',
      'translation buffer': '128 MiB',
    })
  })

  it('have no translation buffer with hardware virtualisation', () => {
    const labels = describeMachine(qemu, kernel, { accelerator: 'kvm', reason: null }, 'q35')
    expect(labels).toMatchObject({ accelerator: 'KVM', cpu: 'max, the features of the host' })
    expect(labels).not.toHaveProperty('translation buffer')
  })

  it('have a title for every accelerator', () => {
    expect((['kvm', 'hvf', 'whpx', 'tcg'] as const).map(describeTitle)).toEqual([
      ...['KVM', 'HVF', 'WHPX', 'TCG (software emulation)'],
    ])
  })
})
