import { execFileSync, spawn } from 'node:child_process'
import { findPrograms } from '../../main/os/searchPath.ts'
import { type CliResult, projectRoot } from './cli.ts'

/**
 * The words before a command line that run it where some programs are not installed: `unshare --mount` gives it a mount
 * table of its own, in which /dev/null lies over each of them. Nothing changes for anybody else. Needs root.
 */
export function hidePrograms(names: readonly string[]): readonly string[] {
  const hidden = findHidden(names)
  const script = 'n=$1; shift; while [ "$n" -gt 0 ]; do mount --bind /dev/null "$1"; shift; n=$((n-1)); done; exec "$@"'
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', String(hidden.length), ...hidden]
}

/** Installs them again, so to speak, for a process that was started with `hidePrograms`. */
export function bringProgramsBack(pid: number, names: readonly string[]): void {
  for (const path of findHidden(names)) execFileSync('nsenter', ['--mount', '--target', String(pid), 'umount', path])
}

function findHidden(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => findPrograms(name, process.env, 'linux'))
}

/** Runs the command line where some programs are not installed. */
export function runWithoutPrograms(
  names: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CliResult> {
  const [program = '', ...words] = [...hidePrograms(names), `${projectRoot}/bin/isoscope.mjs`, ...args]
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}
