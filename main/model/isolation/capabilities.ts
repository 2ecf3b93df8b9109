/** Linux capabilities by their number: include/uapi/linux/capability.h, capabilities(7). */
export const capabilityNames: readonly string[] = [
  'chown',
  'dac_override',
  'dac_read_search',
  'fowner',
  'fsetid',
  'kill',
  'setgid',
  'setuid',
  'setpcap',
  'linux_immutable',
  'net_bind_service',
  'net_broadcast',
  'net_admin',
  'net_raw',
  'ipc_lock',
  'ipc_owner',
  'sys_module',
  'sys_rawio',
  'sys_chroot',
  'sys_ptrace',
  'sys_pacct',
  'sys_admin',
  'sys_boot',
  'sys_nice',
  'sys_resource',
  'sys_time',
  'sys_tty_config',
  'mknod',
  'lease',
  'audit_write',
  'audit_control',
  'setfcap',
  'mac_override',
  'mac_admin',
  'syslog',
  'wake_alarm',
  'block_suspend',
  'audit_read',
  'perfmon',
  'bpf',
  'checkpoint_restore',
]

/** From each of these a way is known to the whole machine that the kernel runs (capabilities(7), under each). */
const decisive: ReadonlySet<string> = new Set(['sys_admin', 'sys_module', 'sys_rawio', 'sys_ptrace'])

export const capabilityCount = capabilityNames.length

/** The names in a hexadecimal set as /proc/PID/status has it; null when it is none. */
export function listCapabilities(set: string): readonly string[] | null {
  if (!/^[0-9a-f]+$/i.test(set)) return null
  const bits = BigInt(`0x${set}`)
  const length = bits.toString(2).length
  return Array.from({ length }, (_, bit) => bit)
    .filter((bit) => (bits >> BigInt(bit)) & 1n)
    .map((bit) => capabilityNames[bit] ?? `capability ${bit}`)
}

export function listDecisive(capabilities: readonly string[]): readonly string[] {
  return capabilities.filter((name) => decisive.has(name))
}
