import type { LoginPlace, LoginResult, Manifest, Registries, RegistryLogin } from '../contract/registry.ts'
import { parseRegistryAddress, type RegistryAddress } from '../drivers/docker/registry/address.ts'
import { readCertificates } from '../drivers/docker/registry/certificates.ts'
import { describeRegistry, knownRegistries } from '../drivers/docker/registry/knownRegistries.ts'
import { listTags } from '../drivers/docker/registry/listTags.ts'
import { readManifest } from '../drivers/docker/registry/readManifest.ts'
import { createRegistryClient, type RegistryClient } from '../drivers/docker/registry/registryClient.ts'
import type { Login } from '../drivers/imageTransfer.ts'
import { throwIfAborted } from '../model/engineError.ts'
import { nameRepository, parseReference, writeReference } from '../model/images/imageReference.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'deps' | 'registryLogins'>

/** How long a login is kept there, in words for people. */
const keepingOf: Readonly<Record<LoginPlace, string>> = {
  keychain: 'encrypted with the system’s keychain, until you log out',
  helper: 'by Docker’s credential helper, until you log out',
  memory: 'in memory only, until Isoscope ends',
  file: 'by Docker in its own config.json',
}

export async function listRegistries({ registryLogins }: Parts, signal: AbortSignal): Promise<Registries> {
  const logins = await registryLogins.list(signal)
  const others = logins
    .map(({ address }) => address)
    .filter((address) => !knownRegistries.some((known) => known.address === address))
  const registries = [...knownRegistries, ...others.sort().map(describeRegistry)].map((registry) => {
    const login = logins.find(({ address }) => address === registry.address)
    return { ...registry, login: login ? { username: login.username, place: login.place } : null }
  })
  return { registries, keeping: keepingOf[registryLogins.keeping()] }
}

/** Keeps nothing that the registry does not take. */
export async function logInToRegistry(
  { deps, registryLogins }: Parts,
  { address, username, password }: RegistryLogin & { readonly address: string },
  signal: AbortSignal,
): Promise<LoginResult> {
  const registry = parseRegistryAddress(address)
  const login: Login = { kind: 'password', username, password }
  await openRegistry(deps, registry, login).check(signal)
  throwIfAborted(signal, 'docker')
  const place = await registryLogins.keep(registry, login, signal)
  return { address: registry.address, username, place, keeping: keepingOf[place] }
}

export async function logOutOfRegistry({ registryLogins }: Parts, address: string, signal: AbortSignal) {
  const registry = parseRegistryAddress(address)
  const { erased, leftInFile } = await registryLogins.erase(registry, signal)
  const left = `Docker’s own config.json has a login; 'docker logout ${registry.address}' removes it.`
  return { erased, left: leftInFile ? left : null }
}

export async function listRemoteTags(
  parts: Parts,
  { repository, login }: { readonly repository: string; readonly login?: RegistryLogin | undefined },
  signal: AbortSignal,
) {
  const reference = parseReference(repository)
  const client = await openFor(parts, reference.registry, login, signal)
  const { tags, truncated } = await listTags(client, reference.repository, signal)
  return { repository: nameRepository(reference), tags: [...tags], truncated }
}

export async function readRemoteManifest(
  parts: Parts,
  { reference, login }: { readonly reference: string; readonly login?: RegistryLogin | undefined },
  signal: AbortSignal,
): Promise<Manifest> {
  const parsed = parseReference(reference)
  const client = await openFor(parts, parsed.registry, login, signal)
  const { platforms, ...head } = await readManifest(client, parsed, signal)
  return { ...head, reference: writeReference(parsed), platforms: [...platforms] }
}

/** Whoever asks may give a login for this once; else the one that is kept. */
export async function findLogin(
  { registryLogins }: Pick<Parts, 'registryLogins'>,
  registry: RegistryAddress,
  given: RegistryLogin | undefined,
  signal: AbortSignal,
): Promise<Login | null> {
  return given ? { kind: 'password', ...given } : registryLogins.find(registry, signal)
}

async function openFor(
  parts: Parts,
  address: string,
  given: RegistryLogin | undefined,
  signal: AbortSignal,
): Promise<RegistryClient> {
  const registry = parseRegistryAddress(address)
  return openRegistry(parts.deps, registry, await findLogin(parts, registry, given, signal))
}

function openRegistry(deps: Parts['deps'], registry: RegistryAddress, login: Login | null): RegistryClient {
  return createRegistryClient({ registry, login, certificates: readCertificates(deps, registry.address) })
}
