import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A process that is called like that of a VirtualBox machine, and does nothing: where none can be started. Killed by the caller. */
export async function pretendMachine(program: string, ...args: readonly string[]): Promise<ChildProcess> {
  const idle = ['-e', 'setInterval(() => {}, 1e6)', '--']
  const child = spawn(process.execPath, [...idle, ...args], { argv0: program, stdio: 'ignore' })
  await once(child, 'spawn')
  return child
}
