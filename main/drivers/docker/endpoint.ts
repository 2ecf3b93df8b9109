import { posix } from 'node:path'
import type { Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { contextTlsFolder, readContext } from './contexts/contextFiles.ts'
import { buildSshArgs, hidePassword } from './contexts/dialStdio.ts'
import { parseObject } from './contexts/readObject.ts'

/** Where an engine that speaks Docker's API may listen. */
export interface Endpoint {
  /** As the docker program writes it: `unix:///var/run/docker.sock`, `tcp://host:2375`, `npipe:////./pipe/docker_engine`. */
  readonly url: string
  /** For people: what named it. */
  readonly source: string
  /** Somebody asked for this one, so no other may stand in for it when it does not answer. */
  readonly explicit: boolean
  readonly tls?: TlsFiles
  /** Where it is one of the docker program's. */
  readonly context?: string
}

/** PEM texts of a daemon that is reached with TLS. */
export interface TlsFiles {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** Where they are, for programs that want files; they have the names that Docker gives them. */
  readonly folder?: string
}

export interface EndpointSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly uid: number | undefined
  /** The context that was chosen for Isoscope. */
  readonly chosen?: string | null
  /** null when there is no such file. */
  readonly readText: (path: string) => string | null
}

export interface EndpointStrategy {
  readonly name: string
  /** Throws EngineError where what the user asked for cannot be followed. */
  readonly find: (surroundings: EndpointSurroundings) => readonly Endpoint[]
}

const { join } = posix

/** docs.docker.com/engine/reference/commandline/cli: DOCKER_HOST goes before DOCKER_CONTEXT and the current context. */
const dockerHost: EndpointStrategy = {
  name: 'DOCKER_HOST',
  find: ({ env, readText }) => {
    const value = env.DOCKER_HOST
    if (!value) return []
    const url = checkUrl(value, 'DOCKER_HOST')
    const certificates = env.DOCKER_CERT_PATH
    const wantsTls = Boolean(env.DOCKER_TLS_VERIFY) && url.startsWith('tcp://')
    const tls = wantsTls && certificates ? readTls(certificates, readText) : wantsTls ? {} : undefined
    return [{ url, source: 'DOCKER_HOST', explicit: true, ...(tls && { tls }) }]
  },
}

/** What the user has chosen for Isoscope goes before what stands in the shell. */
const chosenContext: EndpointStrategy = {
  name: 'chosen context',
  find: (surroundings) => {
    const { chosen } = surroundings
    const instead = { text: 'Choose another, or what the docker program has', command: 'isoscope context use default' }
    return chosen ? [findContext(surroundings, chosen, instead)] : []
  },
}

/** `default` means that there is no context. */
const dockerContext: EndpointStrategy = {
  name: 'docker context',
  find: (surroundings) => {
    const { env, readText } = surroundings
    const name = env.DOCKER_CONTEXT || readCurrentContext(readText(join(configFolder(surroundings), 'config.json')))
    return !name || name === 'default' ? [] : [findContext(surroundings, name)]
  },
}

/** Where the docker program has its settings. */
export function configFolder({ env, home }: Pick<EndpointSurroundings, 'env' | 'home'>): string {
  return env.DOCKER_CONFIG || join(home, '.docker')
}

/** Throws EngineError `bad_input` for a context that is not there, or that names no address. */
export function findContext(
  surroundings: EndpointSurroundings,
  name: string,
  remedy: Remedy = { text: 'Choose a context that exists', command: 'docker context ls' },
): Endpoint {
  const { readText } = surroundings
  const folder = configFolder(surroundings)
  const url = readContext(folder, name, readText)?.url ?? null
  if (url === null) {
    const message = `The docker context "${name}" does not exist or names no endpoint.`
    throw new EngineError('bad_input', 'docker', message, { remedy })
  }
  const tls = readTls(contextTlsFolder(folder, name), readText)
  const hasTls = tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined
  const source = `context ${name}`
  return { url: checkUrl(url, source), source, context: name, explicit: true, ...(hasTls && { tls }) }
}

const rootlessSocket: EndpointStrategy = {
  name: 'rootless socket',
  find: (surroundings) => runtimeFolders(surroundings).map((folder) => socket(join(folder, 'docker.sock'), 'rootless')),
}

const defaultSocket: EndpointStrategy = {
  name: 'default socket',
  find: ({ platform }) =>
    platform === 'win32'
      ? [{ url: 'npipe:////./pipe/docker_engine', source: 'default pipe', explicit: false }]
      : [socket('/var/run/docker.sock', 'default')],
}

const desktopSocket: EndpointStrategy = {
  name: 'Docker Desktop socket',
  find: ({ platform, home }) =>
    platform === 'win32'
      ? []
      : [
          socket(join(home, '.docker', 'run', 'docker.sock'), 'Docker Desktop'),
          socket(join(home, '.docker', 'desktop', 'docker.sock'), 'Docker Desktop'),
        ],
}

const podmanSocket: EndpointStrategy = {
  name: 'Podman socket',
  find: (surroundings) =>
    surroundings.platform === 'win32'
      ? []
      : ['/run', ...runtimeFolders(surroundings)].map((folder) =>
          socket(join(folder, 'podman', 'podman.sock'), 'Podman'),
        ),
}

/** In the order in which they are asked. */
export const endpointStrategies: readonly EndpointStrategy[] = [
  chosenContext,
  dockerHost,
  dockerContext,
  rootlessSocket,
  defaultSocket,
  desktopSocket,
  podmanSocket,
]

/** All places to try, in order; only one where the user named it. Throws EngineError `bad_input` or `unsupported`. */
export function listEndpoints(surroundings: EndpointSurroundings): readonly Endpoint[] {
  const found: Endpoint[] = []
  for (const strategy of endpointStrategies) {
    for (const endpoint of strategy.find(surroundings)) {
      if (endpoint.explicit) return [endpoint]
      found.push(endpoint)
    }
  }
  return found
}

/** The path to connect to, or null for an address on the network. */
export function socketPathOf(url: string): string | null {
  if (url.startsWith('unix://')) return url.slice('unix://'.length) || '/var/run/docker.sock'
  if (url.startsWith('npipe://')) return url.slice('npipe://'.length)
  return null
}

/** Whether the daemon is reached over the network and not by loopback. */
export function isElsewhere(url: string): boolean {
  if (socketPathOf(url) !== null) return false
  return url.startsWith('ssh://') || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}

/** `localhost:2375` without a scheme means TCP, as for the docker program. */
function checkUrl(value: string, source: string): string {
  const url = value.includes('://') ? value : `tcp://${value}`
  if (/^(unix|npipe):\/\//.test(url)) return url
  if (url.startsWith('ssh://')) {
    buildSshArgs(url)
    return url
  }
  // Docker asks nobody for a password so, and an address is shown and kept.
  if (/^(tcp|https?):\/\//.test(url) && URL.canParse(url) && new URL(url).password === '') return url
  throw new EngineError('bad_input', 'docker', `${source} is not an address of a Docker daemon: ${hidePassword(url)}`, {
    remedy: { text: 'Use a form such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375' },
  })
}

function socket(path: string, kind: string): Endpoint {
  return { url: `unix://${path}`, source: `${kind} socket`, explicit: false }
}

function runtimeFolders({ env, platform, uid }: EndpointSurroundings): readonly string[] {
  if (platform !== 'linux') return []
  if (env.XDG_RUNTIME_DIR) return [env.XDG_RUNTIME_DIR]
  // A session without XDG_RUNTIME_DIR (cron, su) still has the folder; root has no rootless engine.
  return uid === undefined || uid === 0 ? [] : [`/run/user/${uid}`]
}

function readTls(folder: string, readText: (path: string) => string | null): TlsFiles {
  const ca = readText(join(folder, 'ca.pem'))
  const cert = readText(join(folder, 'cert.pem'))
  const key = readText(join(folder, 'key.pem'))
  return { ...(ca !== null && { ca }), ...(cert !== null && { cert }), ...(key !== null && { key }), folder }
}

function readCurrentContext(text: string | null): string | null {
  const config = parseObject(text)
  return typeof config?.currentContext === 'string' ? config.currentContext : null
}
