import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPrograms } from '../../main/os/searchPath.ts'

/** Podman's service of a test's own: its own storage, socket and settings, and no network at all. */
export interface PodmanService {
  /** For DOCKER_HOST. */
  readonly endpoint: string
  podman(...args: readonly string[]): string
  /** Ends everything of it. Idempotent. */
  stop(): Promise<void>
}

/** It is not needed to work on Isoscope: where it is not installed, captures stand for it. */
export const hasPodman =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  findPrograms('podman', process.env, process.platform).length > 0

/** Without CAP_SYS_RESOURCE no limit can be raised; and containers of a test need no way out, nor rules of the machine's. */
const settings = `
[containers]
default_ulimits = []
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
`

/**
 * podman --root … --runroot … system service --time=0 unix://…
 * docs.podman.io/en/v4.3/markdown/podman-system-service.1.html
 */
export async function startPodmanService(): Promise<PodmanService> {
  const folder = mkdtempSync('/tmp/isoscope-podman-')
  const socket = join(folder, 'podman.sock')
  writeFileSync(join(folder, 'containers.conf'), settings)
  const env = { ...process.env, CONTAINERS_CONF: join(folder, 'containers.conf'), TMPDIR: folder }
  const places = ['root', 'runroot', 'tmpdir'].flatMap((name) => [`--${name}`, join(folder, name)])
  const options = [...places, '--storage-driver', 'vfs', '--network-config-dir', join(folder, 'networks')]
  const output = openSync(join(folder, 'log'), 'a')
  const child = spawn('podman', [...options, 'system', 'service', '--time=0', `unix://${socket}`], {
    env,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const podman = (...args: readonly string[]) =>
    execFileSync('podman', [...options, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= cleanUp(child, folder, podman)
    return stopping
  }
  for (let attempt = 0; !existsSync(socket); attempt++) {
    if (attempt > 300 || child.exitCode !== null) {
      const log = readFileSync(join(folder, 'log'), 'utf8')
      await stop()
      throw new Error(`Podman's service did not start:\n${log}`)
    }
    await sleep(100)
  }
  return { endpoint: `unix://${socket}`, podman, stop }
}

async function cleanUp(child: ChildProcess, folder: string, podman: PodmanService['podman']): Promise<void> {
  try {
    podman('rm', '--all', '--force', '--time', '0')
  } finally {
    const ended = child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
    for (const mount of findMounts(folder)) execFileSync('umount', ['--lazy', mount])
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Innermost first. */
function findMounts(folder: string): readonly string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .reverse()
}
