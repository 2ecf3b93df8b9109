import { setTimeout as sleep } from 'node:timers/promises'
import { listProcesses, readProcessStat, readProcFile } from '../../../os/proc.ts'
import { isAbsent } from '../../absent.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { findShell } from '../enter.ts'
import { findHostProcess } from '../memory.ts'

/** Milliseconds that programs have after the hang-up, as a terminal's end gives them no less. */
const grace = 2_000

/**
 * Docker never ends what it has executed in a container: with the connection gone the program runs on, without a terminal to
 * read. So its session gets what the end of a terminal gives it, SIGHUP, and after two seconds SIGKILL. A program that has left
 * the session (`setsid`, a service) runs on, as it does after ssh.
 *
 * False where the processes cannot be seen from here: the daemon is on another machine or in a virtual one.
 */
export async function endSession(client: DockerClient, containerId: string, pid: number): Promise<boolean> {
  if (isAbsent(findHostProcess(containerId, pid))) return false
  const members = () => listSession(pid)
  const isOver = async () => {
    for (let waited = 0; waited < grace; waited += 50) {
      if (members().length === 0) return true
      await sleep(50)
    }
    return members().length === 0
  }
  await signalAll(client, containerId, members(), 'SIGHUP')
  if (await isOver()) return true
  await signalAll(client, containerId, members(), 'SIGKILL')
  return isOver()
}

/** Pids of this machine. A zombie has ended. */
function listSession(leader: number): readonly number[] {
  return listProcesses().filter((pid) => {
    const stat = readProcessStat(pid)
    return stat?.session === leader && stat.state !== 'Z'
  })
}

/** A stopped program gets nothing before it goes on. */
async function signalAll(
  client: DockerClient,
  containerId: string,
  pids: readonly number[],
  signal: 'SIGHUP' | 'SIGKILL',
): Promise<void> {
  const refused = pids.filter((pid) => !sendSignal(pid, signal))
  for (const pid of pids) sendSignal(pid, 'SIGCONT')
  if (refused.length > 0) await signalInside(client, containerId, refused.flatMap(readInnerPid), signal)
}

/** False where this user may not; one that is gone needs none. */
function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM'
  }
}

/** What it is called in its container: the last of `NSpid`. */
function readInnerPid(pid: number): readonly string[] {
  const line = /^NSpid:\s+(.+)$/m.exec(readProcFile(`/proc/${pid}/status`) ?? '')?.[1]
  const inner = line?.split(/\s+/).at(-1)
  return inner === undefined ? [] : [inner]
}

/** By the container's own shell, as the container's root: the daemon may what we may not. */
async function signalInside(
  client: DockerClient,
  containerId: string,
  pids: readonly string[],
  signal: 'SIGHUP' | 'SIGKILL',
): Promise<void> {
  const shell = pids.length === 0 ? null : await findShell(client, containerId, AbortSignal.timeout(grace))
  if (shell === null) return
  const Cmd = [shell, '-c', `kill -${signal.slice(3)} "$@"`, shell, ...pids]
  await callDocker(client, async (docker) => {
    const exec = await docker.getContainer(containerId).exec({ Cmd, User: '0' })
    await exec.start({ Detach: true })
  })
}
