import { describe, expect, it } from 'vitest'
import { describeVirtualisation } from '../../../main/os/virtualisation.ts'

const cpuinfo = (flags: string) => `processor\t: 0\nmodel name\t: AMD EPYC\nflags\t\t: ${flags}\nbugs\t\t: x\n`

describe('a machine', () => {
  it('is virtual where its processor says so, also when nothing else does', () => {
    expect(describeVirtualisation(cpuinfo('fpu vme hypervisor lahf_lm'), 'tsc')).toEqual({
      virtualised: true,
      hypervisor: null,
    })
  })

  it('is not where the processor has no such flag', () => {
    expect(describeVirtualisation(cpuinfo('fpu vme'), 'tsc')).toEqual({ virtualised: false, hypervisor: null })
  })

  it('is virtual where a hypervisor provides its clock, which names it', () => {
    expect(describeVirtualisation('CPU implementer\t: 0x41\n', 'kvm-clock')).toEqual({
      virtualised: true,
      hypervisor: 'KVM',
    })
  })

  it('is not called real where there is no such flag to look for', () => {
    expect(describeVirtualisation('CPU implementer\t: 0x41\n', 'arch_sys_counter')).toBeNull()
  })
})
