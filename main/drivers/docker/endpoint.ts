import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { EngineError } from '../../model/engineError.ts'

/** Where an engine that speaks Docker's API may listen. */
export interface Endpoint {
  /** As the docker program writes it: `unix:///var/run/docker.sock`, `tcp://host:2375`, `npipe:////./pipe/docker_engine`. */
  readonly url: string
  /** For people: what named it. */
  readonly source: string
  /** Somebody asked for this one, so no other may stand in for it when it does not answer. */
  readonly explicit: boolean
  readonly tls?: TlsFiles
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

/** A context's folder is the SHA-256 of its name. `default` means that there is no context. */
const dockerContext: EndpointStrategy = {
  name: 'docker context',
  find: ({ env, home, readText }) => {
    const folder = env.DOCKER_CONFIG || join(home, '.docker')
    const name = env.DOCKER_CONTEXT || readCurrentContext(readText(join(folder, 'config.json')))
    if (!name || name === 'default') return []
    const id = createHash('sha256').update(name).digest('hex')
    const url = readContextHost(readText(join(folder, 'contexts', 'meta', id, 'meta.json')))
    if (url === null) {
      throw new EngineError(
        'bad_input',
        'docker',
        `The docker context "${name}" does not exist or names no endpoint.`,
        {
          remedy: { text: 'Choose a context that exists', command: 'docker context ls' },
        },
      )
    }
    const tls = readTls(join(folder, 'contexts', 'tls', id, 'docker'), readText)
    const hasTls = tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined
    return [
      { url: checkUrl(url, `context ${name}`), source: `context ${name}`, explicit: true, ...(hasTls && { tls }) },
    ]
  },
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

/** `localhost:2375` without a scheme means TCP, as for the docker program. */
function checkUrl(value: string, source: string): string {
  const url = value.includes('://') ? value : `tcp://${value}`
  if (/^(unix|npipe):\/\//.test(url)) return url
  if (url.startsWith('ssh://')) {
    throw new EngineError(
      'unsupported',
      'docker',
      `${source} names a daemon behind ssh, which Isoscope does not reach.`,
      {
        remedy: {
          text: 'Use an engine on this machine: figures of another one could not be compared with this host. Unset it',
          command: source === 'DOCKER_HOST' ? 'unset DOCKER_HOST' : 'docker context use default',
        },
      },
    )
  }
  if (/^(tcp|https?):\/\//.test(url) && URL.canParse(url)) return url
  throw new EngineError('bad_input', 'docker', `${source} is not an address of a Docker daemon: ${value}`, {
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

function readContextHost(text: string | null): string | null {
  const host = asObject(asObject(parseObject(text)?.Endpoints)?.docker)?.Host
  return typeof host === 'string' && host !== '' ? host : null
}

/** A damaged configuration file is as good as none: the docker program only warns about it too. */
function parseObject(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null
}
