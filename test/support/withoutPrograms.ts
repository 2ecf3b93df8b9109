import { spawn } from 'node:child_process'
import { findPrograms } from '../../main/os/searchPath.ts'
import { type CliResult, projectRoot } from './cli.ts'

/**
 * Runs the command line where some programs are not installed: `unshare --mount` gives it a mount table of its own, in
 * which /dev/null lies over each of them. Nothing changes for anybody else. Needs root.
 */
export function runWithoutPrograms(
  names: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CliResult> {
  const hidden = names.flatMap((name) => findPrograms(name, process.env, 'linux'))
  const script = 'n=$1; shift; while [ "$n" -gt 0 ]; do mount --bind /dev/null "$1"; shift; n=$((n-1)); done; exec "$@"'
  const command = [
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    String(hidden.length),
    ...hidden,
    `${projectRoot}/bin/isoscope.mjs`,
    ...args,
  ]
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', command, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
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
