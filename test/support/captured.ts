import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a real program printed, from test/fixtures/ENGINE-VERSION/NAME.txt. */
export function readCaptured(engine: string, name: string): { readonly stdout: string; readonly stderr: string } {
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', engine, `${name}.txt`), 'utf8')
  const [, stdout, stderr] = /^===== stdout =====\n(.*)^===== stderr =====\n?(.*)$/ms.exec(text) ?? []
  if (stdout === undefined || stderr === undefined) throw new Error(`${engine}/${name} is no captured output`)
  return { stdout, stderr }
}
