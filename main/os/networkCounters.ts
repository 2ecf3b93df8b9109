import { readlinkSync } from 'node:fs'
import { readProcFile } from './proc.ts'

/** Bytes since a network namespace was made, of all its interfaces but the loopback. */
export interface NetworkBytes {
  readonly received: number
  readonly sent: number
}

/** /proc/PID/net/dev: of the namespace that the process is in. proc_pid_net(5). null for a process that is gone. */
export function readNetworkBytes(pid: number): NetworkBytes | null {
  const text = readProcFile(`/proc/${pid}/net/dev`)
  return text === null ? null : parseNetDev(text)
}

/** Two lines of headings, then `  eth0: RECEIVED-BYTES and 7 more, SENT-BYTES and 7 more`. */
export function parseNetDev(text: string): NetworkBytes {
  const sum = { received: 0, sent: 0 }
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
    if (line.slice(0, colon).trim() === 'lo' || fields.length < 9) continue
    sum.received += Number(fields[0])
    sum.sent += Number(fields[8])
  }
  return sum
}

/** Whether its network is this process's own, as that of a container with `--network host`. null: cannot be seen. */
export function sharesOurNetwork(pid: number): boolean | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net')
  } catch {
    return null
  }
}
