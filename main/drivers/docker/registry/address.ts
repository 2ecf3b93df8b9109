import { isIP } from 'node:net'
import { EngineError } from '../../../model/engineError.ts'

export interface RegistryAddress {
  /** As it stands before the name of an image: `quay.io`, `127.0.0.1:5000`, `docker.io`. */
  readonly address: string
  /** `host:port` that its API answers at. */
  readonly host: string
  /** What Docker's credential stores know it by. */
  readonly credentialKey: string
  /** On this machine: HTTP without encryption is taken, as Docker does. */
  readonly isLoopback: boolean
}

const addressPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?$/
/** Docker Hub has three names; the last is where the API is. */
const hubNames: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io'])

/** Also of what stands in a browser: a scheme before it and a path behind it are left out. Throws `bad_input`. */
export function parseRegistryAddress(text: string): RegistryAddress {
  const address = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
  const match = addressPattern.exec(address)
  if (!match || Number(match[1] ?? 443) > 65_535 || Number(match[1] ?? 443) === 0) {
    throw new EngineError(
      'bad_input',
      'isoscope',
      `This is not the address of a registry: ${text.replace(/\p{C}/gu, ' ').slice(0, 120)}`,
      { remedy: { text: 'Write it as in the name of an image, such as quay.io or registry.example.org:5000' } },
    )
  }
  if (hubNames.has(address)) {
    const key = 'https://index.docker.io/v1/'
    return { address: 'docker.io', host: 'registry-1.docker.io', credentialKey: key, isLoopback: false }
  }
  const name = address.replace(/:\d+$/, '')
  return { address, host: address, credentialKey: address, isLoopback: isLoopback(name) }
}

/** Of a host without its port, an address of IPv6 in brackets. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'))
}
