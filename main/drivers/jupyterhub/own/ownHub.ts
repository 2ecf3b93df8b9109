/** bin/python3 /usr/bin/jupyterhub -f FOLDER/config.py, in the run's folder and cgroup, on free ports of loopback. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { readCgroupProcesses } from '../../../os/cgroups.ts'
import { endProcesses, endProcessesOf } from '../../../os/folderProcesses.ts'
import { findFreePorts } from '../../../os/freePorts.ts'
import { endProgram, type LaunchedProgram, launchProgram } from '../../../os/launcher.ts'
import { listDescendants } from '../../../os/proc.ts'
import type { Absent } from '../../absent.ts'
import type { MemoryReading } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { sumMemory } from '../../nativeInstance.ts'
import { createRunCgroup, type RunCgroup } from '../../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../../runFolder.ts'
import { parseHubAddress } from '../address.ts'
import { createHubClient, type HubClient } from '../client.ts'
import { readHubVersion } from '../connect.ts'
import { parseSpawner } from '../parse.ts'
import { findNodePath, type HubProgram } from '../program.ts'
import { hubConfig } from './hubConfig.ts'

/** A hub takes three seconds; on a busy machine many more. */
const readyMs = 60_000
const pollMs = 50
/** A port that was free may be somebody else's by the time the hub takes it. */
const attempts = 3

export interface OwnHub {
  readonly client: HubClient
  readonly token: string
  readonly folder: string
  readonly version: string
  /** The class that starts its servers. */
  readonly spawner: string
  /** PSS of the hub and its proxy. */
  readMemory(): MemoryReading | Absent
  /** Ends it with everything it has started, and removes its folder. Idempotent. */
  dispose(): Promise<void>
}

/** Everything made is in the ledger before it exists. When it rejects or is aborted, nothing is left. */
export async function startOwnHub(
  deps: DriverDeps,
  program: HubProgram,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OwnHub> {
  throwIfAborted(signal, 'jupyterhub')
  const folder = await createRunFolder(deps, 'jupyterhub')
  const cgroup = createRunCgroup(deps, 'jupyterhub')
  let hub: LaunchedProgram | undefined
  let disposed: Promise<void> | undefined
  const dispose = () => {
    disposed ??= endAll(hub, folder, cgroup)
    return disposed
  }
  try {
    await writeFiles(folder.path, program)
    const token = randomBytes(24).toString('hex')
    for (let attempt = 1; ; attempt++) {
      const ports = await findFreePorts(3)
      const env = describeEnvironment(folder.path, program, variables, token, ports)
      hub = await launchProgram(
        {
          engine: 'jupyterhub',
          launchPath: deps.tools.launch,
          file: join(folder.path, 'bin', 'python3'),
          args: [program.hub, '-f', join(folder.path, 'config.py')],
          env,
          cgroups: cgroup.folders,
          cwd: folder.path,
        },
        signal,
      )
      const client = createHubClient(parseHubAddress(`http://127.0.0.1:${ports[0]}/`), token)
      const version = await waitForHub(client, hub, signal).catch((error: unknown) => {
        if (signal.aborted || attempt >= attempts || !isPortTaken(error)) throw error
        return null
      })
      const started = hub
      if (version !== null) {
        const spawner = parseSpawner((await client.call('GET', 'info', signal)).body)
        const readMemory = () => sumMemory([started.pid, ...findProxy(started.pid, folder.path)])
        return { client, token, folder: folder.path, version, spawner, readMemory, dispose }
      }
      await endProgram(started)
    }
  } catch (error) {
    await dispose()
    throw signal.aborted ? cancelled('jupyterhub') : error
  }
}

async function writeFiles(folder: string, { python, node }: HubProgram): Promise<void> {
  await mkdir(join(folder, 'bin'))
  await mkdir(join(folder, 'users'))
  // An environment's interpreter finds its packages by its own path: a link elsewhere would lose them.
  if (existsSync(join(dirname(dirname(python)), 'pyvenv.cfg'))) {
    const text = 'Install JupyterHub with the system’s packages'
    throw new EngineError('unsupported', 'jupyterhub', 'The JupyterHub that is installed is in a Python environment.', {
      remedy: { text, command: 'sudo apt-get install jupyterhub' },
    })
  }
  await symlink(python, join(folder, 'bin', 'python3'))
  await symlink(node, join(folder, 'bin', 'node'))
  await writeFile(join(folder, 'config.py'), hubConfig)
}

function describeEnvironment(
  folder: string,
  program: HubProgram,
  variables: Readonly<Record<string, string>>,
  token: string,
  ports: readonly number[],
): Readonly<Record<string, string>> {
  return {
    ...variables,
    ...findNodePath(),
    HOME: folder,
    ISOSCOPE_HUB: folder,
    ISOSCOPE_HUB_PORTS: ports.join(),
    ISOSCOPE_HUB_TOKEN: token,
    ISOSCOPE_HUB_PROXY: program.proxy,
    ISOSCOPE_HUB_SINGLEUSER: program.singleuser,
  }
}

/** Resolves with its version when it answers through its proxy. */
async function waitForHub(client: HubClient, hub: LaunchedProgram, signal: AbortSignal): Promise<string> {
  const over = new AbortController()
  const bounded = AbortSignal.any([signal, over.signal])
  const deadline = AbortSignal.timeout(readyMs)
  const ended = hub.waitForExit(bounded).then(
    () => {
      over.abort()
      return true
    },
    () => false,
  )
  try {
    while (!bounded.aborted && !deadline.aborted) {
      const version = await readHubVersion(client, bounded).catch(() => null)
      if (version !== null) return version
      await sleep(pollMs, undefined, { signal: bounded }).catch(() => undefined)
    }
    throwIfAborted(signal, 'jupyterhub')
    throw new EngineError('engine_failed', 'jupyterhub', 'The hub of this comparison did not start.', {
      detail: hub.lastOutput(),
    })
  } finally {
    over.abort()
    await ended
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EngineError && /address already in use|EADDRINUSE/i.test(error.detail ?? '')
}

function findProxy(hubPid: number, folder: string): readonly number[] {
  const pid = Number(readQuietly(join(folder, 'proxy.pid')))
  return listDescendants(hubPid).includes(pid) ? [pid] : []
}

/** Nothing of it is worth an orderly end, which takes five seconds. */
async function endAll(hub: LaunchedProgram | undefined, folder: RunFolder, cgroup: RunCgroup): Promise<void> {
  // Taken down before the hub, whose end would make them somebody else's children.
  const below = hub ? listDescendants(hub.pid) : []
  if (hub) await endProgram(hub)
  await endProcesses(below)
  await endProcessesOf(folder.path)
  for (const path of cgroup.folders) await endProcesses(readCgroupProcesses(path) ?? [])
  await cgroup.remove()
  await folder.remove()
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
