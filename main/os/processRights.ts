import type { ProcessRights } from '../model/isolation/view.ts'
import { readProcFile } from './proc.ts'

/** From /proc/PID/status: proc_pid_status(5). Null for a process that is gone, and on systems without /proc. */
export function readProcessRights(pid: number): ProcessRights | null {
  const text = readProcFile(`/proc/${pid}/status`)
  return text === null ? null : parseProcessRights(text)
}

export function parseProcessRights(status: string): ProcessRights | null {
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\w+)`, 'm').exec(status)?.[1]
  const [uid, capabilities, seccomp, noNewPrivileges] = ['Uid', 'CapEff', 'Seccomp', 'NoNewPrivs'].map(field)
  if (uid === undefined || capabilities === undefined || seccomp === undefined || noNewPrivileges === undefined)
    return null
  return { uid: Number(uid), capabilities, seccomp, noNewPrivileges }
}
