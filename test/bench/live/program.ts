import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A program whose lines are read as they come. */
export interface Program {
  readonly pid: number
  /** Resolves with the first line for which it returns something; rejects when the program ends before or after 60 s. */
  waitFor<T>(find: (line: string) => T | null): Promise<T>
  /** Calls it for each line from now on. */
  onLine(listener: (line: string) => void): void
  stop(): Promise<void>
}

export function startProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Program {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const listeners = new Set<(line: string) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    for (const listener of listeners) listener(line)
  })
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
    child.on('error', () => resolve())
  })
  return {
    pid: child.pid ?? -1,
    onLine: (listener) => {
      listeners.add(listener)
    },
    waitFor: <T>(find: (line: string) => T | null) =>
      new Promise<T>((resolve, reject) => {
        const fail = () => reject(new Error(`${file} ${args.join(' ')} did not say what was waited for`))
        const timer = setTimeout(fail, 60_000)
        ended.then(fail)
        const listener = (line: string) => {
          try {
            const found = find(line)
            if (found === null) return
            resolve(found)
          } catch (error) {
            // Thrown into the stream it would end this process, with everything still there that was made.
            reject(error)
          }
          clearTimeout(timer)
          listeners.delete(listener)
        }
        listeners.add(listener)
      }),
    stop: async () => {
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(late)
    },
  }
}

/** CPU seconds that these processes have used so far, threads included; a process that is gone counts no more. proc(5) */
export function readCpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + readOne(pid), 0)
}

/** The kernel's clock ticks, which are 10 ms for programs on every Linux that Docker runs on. */
const ticksPerSecond = 100

function readOne(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
