// Starting other programs: quietly, for a step of the setup, or in the foreground, for the command itself.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program to its end without handing it stdin. Resolves with its exit code and all it printed; a code of null
 * means that it could not be started, timed out, or was ended by a signal.
 */
export function runQuietly(file, args, { env = process.env, cwd, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] })
    const pieces = []
    child.stdout.on('data', (piece) => pieces.push(piece))
    child.stderr.on('data', (piece) => pieces.push(piece))
    const end = (code, note) => resolve({ code, output: Buffer.concat(pieces).toString('utf8') + note })
    child.on('error', (error) => end(null, error.message))
    child.on('close', (code) => end(code, ''))
  })
}

/**
 * Runs a program with our own stdin, stdout and stderr and resolves with its exit code, 128 + n after signal n. We
 * stay until it has cleaned up. With `lifeline` it ends when we are killed (see bin/isoscope.mjs).
 */
export function runInForeground(file, args, { env = process.env, cwd, lifeline = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['inherit', 'inherit', 'inherit', ...(lifeline ? ['ipc'] : [])]
    const child = spawn(file, args, { env: lifeline ? { ...env, ISOSCOPE_LIFELINE: '1' } : env, cwd, stdio })
    const forward = (signal) => {
      // Ctrl-C on a terminal reaches the child by itself; twice would mean "at once, without cleaning up" to vitest.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const end = (act) => {
      for (const signal of signals) process.off(signal, forward)
      act()
    }
    child.on('error', (error) => end(() => reject(error)))
    child.on('exit', (code, signal) => end(() => resolve(code ?? 128 + (constants.signals[signal] ?? 0))))
  })
}
