import type { Mount, PublishedPort, Restart } from '../contract/container.ts'
import { readSize } from './readSize.ts'

/*
 * What `docker run` takes as text, as people know it. Each gives null for what it does not understand.
 */

/** `[[ADDRESS:]HOST:]CONTAINER[/udp]`; an address of IPv6 in brackets. */
export function readPort(text: string): PublishedPort | null {
  const [, ipv6, ipv4, host = '', container = '', protocol = 'tcp'] =
    /^(?:(?:\[([0-9a-fA-F:]+)\]|(\d+(?:\.\d+){3})):)?(?:(\d{0,5}):)?(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? []
  const numbers = [Number(container), host === '' ? 1 : Number(host)]
  if (!numbers.every((port) => port >= 1 && port <= 65_535)) return null
  return {
    container: Number(container),
    host: host === '' ? null : Number(host),
    address: ipv6 ?? ipv4 ?? null,
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  }
}

/** `SOURCE:TARGET[:ro]`: a source with a slash or a leading dot is a path, any other a volume. */
export function readMount(text: string): Mount | null {
  const [, source = '', target = '', mode] = /^([^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(text) ?? []
  if (source === '') return null
  const kind = source.includes('/') || source.startsWith('.') ? 'bind' : 'volume'
  return { kind, source, target, readOnly: mode === 'ro' }
}

/** Bytes. As docker has it, where `m` and `g` are binary, or with a unit that says so. */
export function readMemory(text: string): number | null {
  const [, number, unit = ''] = /^(\d+)([kmg])$/i.exec(text) ?? []
  return number === undefined ? readSize(text) : readSize(`${number} ${unit}iB`)
}

export function readCpus(text: string): number | null {
  const cpus = /^\d*\.?\d+$/.test(text) ? Number(text) : 0
  return cpus > 0 ? cpus : null
}

/** `no`, `always`, `unless-stopped`, `on-failure` or `on-failure:N`. */
export function readRestart(text: string): Restart | null {
  if (text === 'no') return { when: 'never' }
  if (text === 'always' || text === 'unless-stopped') return { when: text }
  const found = /^on-failure(?::(\d{1,4}))?$/.exec(text)
  return found && { when: 'on-failure', attempts: Number(found[1] ?? 0) }
}
