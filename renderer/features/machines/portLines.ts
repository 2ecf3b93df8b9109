import type { PortForward } from '../../../main/contract/machine.ts'
import type { Reading } from './readings.ts'

/** `2222 → 22 tcp`, with whatever stands between the numbers: an arrow, a colon, a space. */
const linePattern = /^(\d{1,5})(?:\s*(?:→|->|:)\s*|\s+)(\d{1,5})(?:\s*[/\s]\s*(tcp|udp))?$/i
const mostPorts = 64

/** One forward a line: the port of this machine, that of the guest, and the protocol, `tcp` where none is given. */
export function readPortLines(text: string): Reading<readonly PortForward[]> {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  if (lines.length > mostPorts) return { error: `A machine has at most ${mostPorts} of them.` }
  const ports: PortForward[] = []
  for (const line of lines) {
    const [, host, guest, protocol] = linePattern.exec(line) ?? []
    if (host === undefined || guest === undefined) {
      return { error: `“${line}” is not two ports, such as 2222 → 22 tcp.` }
    }
    const port: PortForward = {
      host: Number(host),
      guest: Number(guest),
      protocol: protocol?.toLowerCase() === 'udp' ? 'udp' : 'tcp',
    }
    if (![port.host, port.guest].every((one) => one >= 1 && one <= 65_535)) {
      return { error: `“${line}”: a port is a number from 1 to 65535.` }
    }
    if (ports.some((one) => one.host === port.host && one.protocol === port.protocol)) {
      return { error: `Port ${port.host} of this machine can lead to one port of the guest only.` }
    }
    ports.push(port)
  }
  return { value: ports }
}

export function writePort({ host, guest, protocol }: PortForward): string {
  return `${host} → ${guest} ${protocol}`
}
