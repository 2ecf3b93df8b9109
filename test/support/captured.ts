import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a real program printed, from test/fixtures/ENGINE-VERSION/NAME.txt. */
export function readCaptured(engine: string, name: string): { readonly stdout: string; readonly stderr: string } {
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', engine, `${name}.txt`), 'utf8')
  const [, stdout, stderr] = /^===== stdout =====\n(.*)^===== stderr =====\n?(.*)$/ms.exec(text) ?? []
  if (stdout === undefined || stderr === undefined) throw new Error(`${engine}/${name} is no captured output`)
  return { stdout, stderr }
}

export interface CapturedCall {
  readonly name: string
  /** As it was typed, the program in front. */
  readonly command: string
  /** null where it was ended because it went on and on. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Every call that was captured of a program, in the order in which they were made. */
export function readCapturedCalls(engine: string): readonly CapturedCall[] {
  const folder = join(import.meta.dirname, '..', 'fixtures', engine)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => {
      const name = file.replace(/\.txt$/, '')
      const text = readFileSync(join(folder, file), 'utf8')
      const command = /^# command: (.*)$/m.exec(text)?.[1]
      const exit = /^# exit: (.*)$/m.exec(text)?.[1]
      // What does not end with a line feed has the heading of stderr behind it.
      const [, stdout, stderr] = /^===== stdout =====\n(.*?)===== stderr =====\n?(.*)$/ms.exec(text) ?? []
      if (command === undefined || exit === undefined || stdout === undefined || stderr === undefined) {
        throw new Error(`${engine}/${name} is no captured call`)
      }
      return { name, command, exitCode: /^\d+$/.test(exit) ? Number(exit) : null, stdout, stderr }
    })
}
