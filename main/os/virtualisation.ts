import { readProcFile } from './proc.ts'

/** Whether this machine is a virtual one itself, and whose; null where it is not known. */
export interface Virtualisation {
  readonly virtualised: boolean
  readonly hypervisor: string | null
}

/** A clock that a hypervisor provides names it; sysfs, clocksource0/current_clocksource. */
const clocks: Readonly<Record<string, string>> = {
  'kvm-clock': 'KVM',
  hyperv_clocksource_tsc_page: 'Hyper-V',
  xen: 'Xen',
}

/**
 * By what the processor and the clock say: every hypervisor sets the flag `hypervisor` (CPUID leaf 1, ECX bit 31), also
 * those without firmware tables for other tools to read, such as Firecracker. Null where the kernel does not tell.
 */
export function readVirtualisation(clockSource: string | null): Virtualisation | null {
  const cpuinfo = readProcFile('/proc/cpuinfo')
  return cpuinfo === null ? null : describeVirtualisation(cpuinfo, clockSource)
}

/** Pure. ARM processors have no such flag: there only the clock tells, and its silence means nothing. */
export function describeVirtualisation(cpuinfo: string, clockSource: string | null): Virtualisation | null {
  const hypervisor = clocks[clockSource ?? ''] ?? null
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]
  if (hypervisor !== null) return { virtualised: true, hypervisor }
  return flags === undefined ? null : { virtualised: flags.split(' ').includes('hypervisor'), hypervisor: null }
}
