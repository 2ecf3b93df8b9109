import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A Docker daemon of a test's own, which it may kill without harm to the machine's. */
export interface PrivateDockerd {
  /** For DOCKER_HOST. */
  readonly endpoint: string
  readonly pid: number
  /** SIGKILL, as in a crash; resolves when the process is gone. Containers and shims live on until `stop`. */
  kill(): Promise<void>
  /** After `kill`: the same daemon again, with what it had; resolves when it answers. */
  restart(): Promise<void>
  /** Ends everything of it and removes processes, mounts, cgroups, bridge and folders. Idempotent. */
  stop(): Promise<void>
}

/**
 * dockerd -H unix://… --data-root … --exec-root … --pidfile … --bridge NAME --iptables=false
 * docs.docker.com/engine/daemon; a bridge of its own, since --bridge=none would delete docker0 of the machine's daemon.
 */
export async function startPrivateDockerd(
  options: {
    /** What its data may take; as much as the disk has where not given. */
    readonly dataMebibytes?: number
    /** Further options of dockerd. */
    readonly args?: readonly string[]
  } = {},
): Promise<PrivateDockerd> {
  const id = randomBytes(3).toString('hex')
  const folder = mkdtempSync('/tmp/isoscope-dockerd-')
  const bridge = `isob${id}`
  const cgroup = `isoscope-dockerd-${id}`
  const socket = join(folder, 'docker.sock')
  const log = join(folder, 'log')
  run('ip', ['link', 'add', bridge, 'type', 'bridge'])
  let child: ChildProcess | undefined
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= cleanUp(child, { folder, bridge, cgroup })
    return stopping
  }
  try {
    // One of 4,096 networks of 14 addresses each; two daemons at once seldom meet.
    const place = Number.parseInt(id.slice(0, 3), 16)
    run('ip', ['address', 'add', `10.213.${place >> 4}.${(place & 15) * 16 + 1}/28`, 'dev', bridge])
    run('ip', ['link', 'set', bridge, 'up'])
    if (options.dataMebibytes !== undefined) {
      mkdirSync(join(folder, 'data'))
      run('mount', ['-t', 'tmpfs', '-o', `size=${options.dataMebibytes}m`, 'tmpfs', join(folder, 'data')])
    }
    const start = async (): Promise<ChildProcess> => {
      const output = openSync(log, 'a')
      const started = spawn('dockerd', [...buildArgs({ folder, socket, bridge, cgroup }), ...(options.args ?? [])], {
        stdio: ['ignore', output, output],
      })
      child = started
      closeSync(output)
      started.on('error', () => undefined)
      await waitUntil(
        () => answers(socket),
        60_000,
        () => `dockerd did not start:\n${readTail(log)}`,
      )
      return started
    }
    let started = await start()
    return {
      endpoint: `unix://${socket}`,
      pid: started.pid ?? -1,
      kill: async () => {
        started.kill('SIGKILL')
        await waitUntil(
          async () => hasEnded(started),
          10_000,
          () => 'dockerd did not end',
        )
      },
      restart: async () => {
        // Its own containerd ends with it, though not at once: a daemon that finds it ending waits for it in vain.
        await waitUntil(
          async () => !isContainerdOf(folder),
          10_000,
          () => 'containerd did not end',
        )
        rmSync(join(folder, 'exec', 'containerd', 'containerd.pid'), { force: true })
        started = await start()
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Places {
  readonly folder: string
  readonly bridge: string
  readonly cgroup: string
}

function buildArgs({ folder, socket, bridge, cgroup }: Places & { readonly socket: string }): readonly string[] {
  return [
    '--host',
    `unix://${socket}`,
    '--data-root',
    join(folder, 'data'),
    '--exec-root',
    join(folder, 'exec'),
    '--pidfile',
    join(folder, 'pid'),
    '--bridge',
    bridge,
    '--cgroup-parent',
    `/${cgroup}`,
    // The machine's own daemon owns the rules; containers of a test need no way out.
    '--iptables=false',
    '--ip-masq=false',
  ]
}

async function cleanUp(child: ChildProcess | undefined, { folder, bridge, cgroup }: Places): Promise<void> {
  if (child && !hasEnded(child)) {
    child.kill('SIGTERM')
    await waitUntil(
      async () => hasEnded(child),
      20_000,
      () => '',
    ).catch(() => child.kill('SIGKILL'))
  }
  // After a crash: containerd and shims name the folder in their arguments, containers are in the daemon's own cgroup.
  for (let attempt = 0; attempt < 50; attempt++) {
    const left = [...findProcessesNaming(folder), ...findCgroupProcesses(cgroup)]
    if (left.length === 0) break
    for (const pid of left) killQuietly(pid)
    await sleep(100)
  }
  for (const mount of findMounts(folder)) run('umount', ['--lazy', mount])
  for (const path of findCgroupFolders(cgroup)) rmdirQuietly(path)
  run('ip', ['link', 'delete', bridge])
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

function findProcessesNaming(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const [program = '', ...args] = readQuietly(`/proc/${pid}/cmdline`).split('\0')
      return (
        /(^|\/)(containerd|containerd-shim[a-z0-9-]*|dockerd|docker-proxy|runc)$/.test(program) &&
        args.some((arg) => arg.includes(`${folder}/`))
      )
    })
}

function isContainerdOf(folder: string): boolean {
  return findProcessesNaming(folder).some((pid) => /(^|\/)containerd\0/.test(readQuietly(`/proc/${pid}/cmdline`)))
}

function findCgroupProcesses(cgroup: string): readonly number[] {
  return findCgroupFolders(cgroup).flatMap((path) =>
    readQuietly(join(path, 'cgroup.procs'))
      .split('\n')
      .filter((line) => line !== '')
      .map(Number),
  )
}

/** Deepest first, in every hierarchy. */
function findCgroupFolders(cgroup: string): readonly string[] {
  const root = '/sys/fs/cgroup'
  const tops = [root, ...readdirSync(root).map((name) => join(root, name))].map((path) => join(path, cgroup))
  const below = (path: string): string[] => [
    ...readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => below(join(path, entry.name))),
    path,
  ]
  return tops.filter((path) => existsSync(path)).flatMap(below)
}

/** Innermost first. */
function findMounts(folder: string): readonly string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .reverse()
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    ping.on('error', () => resolve(false))
    ping.on('timeout', () => ping.destroy())
    ping.end()
  })
}

async function waitUntil(holds: () => Promise<boolean>, limit: number, describe: () => string): Promise<void> {
  const end = Date.now() + limit
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(describe())
    await sleep(100)
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

function run(file: string, args: readonly string[]): void {
  execFileSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function rmdirQuietly(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // A cgroup that still has a dying process; the next boot takes it.
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readTail(path: string): string {
  return readQuietly(path).split('\n').slice(-10).join('\n')
}
