import { lstat, open, unlink, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ReportFormat, type RunSource, reportFormats } from '../../contract/report.ts'
import { type Command, type OptionValues, UsageError } from './commandLine.ts'
import type { Client } from './session.ts'

/** Where a run is written to; `-` is stdout. */
export interface Output {
  readonly format: ReportFormat
  readonly path: string
}

/** The options of every command that writes a run. */
export const outputOptions = {
  json: { type: 'string', placeholder: 'FILE', help: 'write the whole run as JSON; - is stdout' },
  csv: { type: 'string', placeholder: 'FILE', help: 'write the raw samples, one per row; - is stdout' },
  markdown: { type: 'string', placeholder: 'FILE', help: 'write the comparison as Markdown; - is stdout' },
  html: { type: 'string', placeholder: 'FILE', help: 'write one HTML file with charts; - is stdout' },
} as const satisfies Command['options']

/** Throws UsageError when two of them want stdout or the same file. */
export function readOutputs(values: OptionValues): readonly Output[] {
  const outputs = reportFormats.flatMap((format) => {
    const path = values[format]
    return typeof path === 'string' ? [{ format, path }] : []
  })
  for (const [index, { format, path }] of outputs.entries()) {
    if (path === '') throw new UsageError(`--${format} takes the name of a file, or -.`)
    const same = outputs.slice(0, index).find((other) => isSame(other.path, path))
    if (same) {
      const what = path === '-' ? 'Only one output can go to stdout' : `Two outputs would be written to ${path}`
      throw new UsageError(`${what}: --${same.format} or --${format}.`)
    }
  }
  return outputs
}

/** Before half an hour of measuring, not after it. Throws UsageError; leaves no file behind that was not there. */
export async function checkOutputs(outputs: readonly Output[]): Promise<void> {
  for (const { format, path } of outputs) {
    try {
      if (path !== '-') await checkWritable(path)
    } catch (error) {
      throw new UsageError(
        `--${format} cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

/** For people, so that a pipe gets nothing but what was asked for. */
export function humanStream(outputs: readonly Output[]): NodeJS.WriteStream {
  return outputs.some(({ path }) => path === '-') ? process.stderr : process.stdout
}

/** Writes each of them, and those that can be when one cannot; then throws what went wrong. */
export async function writeOutputs(client: Client, run: RunSource, outputs: readonly Output[]): Promise<void> {
  const problems: string[] = []
  for (const { format, path } of outputs) {
    const { text } = await client.runs.export({ run, format })
    if (path === '-') {
      process.stdout.write(text)
      continue
    }
    await writeFile(path, text).catch((error: unknown) => {
      problems.push(`--${format} could not write ${path}: ${error instanceof Error ? error.message : String(error)}`)
    })
  }
  if (problems.length === 0) return
  const again = 'id' in run ? ` The run is kept: isoscope export ${run.id}` : ''
  throw new Error(`${problems.join('\n')}.${again}`)
}

async function checkWritable(path: string): Promise<void> {
  const exists = await lstat(path).then(
    () => true,
    () => false,
  )
  const file = await open(path, exists ? 'r+' : 'wx')
  await file.close()
  if (!exists) await unlink(path)
}

function isSame(one: string, other: string): boolean {
  return one === other || (one !== '-' && other !== '-' && resolve(one) === resolve(other))
}
