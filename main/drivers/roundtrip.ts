import type { LaunchedInstance, Program } from './contender.ts'
import { buildPythonArgs } from './python/program.ts'

/** One thing that was looked at before the export and after the import. */
export interface Comparison {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** Pure. What was the same, or how each thing differs; `conditions` are words that limit what this shows. */
export function judgeRoundtrip(
  compared: readonly Comparison[],
  conditions: readonly string[],
): { readonly same: boolean; readonly evidence: string } {
  const different = compared.filter(({ before, after }) => before !== after)
  const words =
    different.length === 0
      ? `the same: ${compared.map(({ name }) => name).join(', ')}`
      : different.map(({ name, before, after }) => `${name}: ${shorten(before)} became ${shorten(after)}`).join('; ')
  return { same: compared.length > 0 && different.length === 0, evidence: [words, ...conditions].join('; ') }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text || 'nothing'
}

/** A twentieth of the work: enough for every kernel to compute something that a broken copy would not. */
const share = 0.05

/** For a caller that carries the program to the instance itself. */
export const checkProgram: Program = { kind: 'probe', args: ['cpu', '--scale', String(share), '--wait'] }
const pythonCheck: Program = { kind: 'python', args: buildPythonArgs('work', share) }

type Launch = (program: Program, signal: AbortSignal) => Promise<LaunchedInstance>

/** What the probe's kernels compute there: `integer=… double=…`. Nothing is left of the instance. */
export function readChecksums(launch: Launch, signal: AbortSignal): Promise<string> {
  return readResults(launch, { program: checkProgram, mode: 'cpu' }, signal)
}

/** The same of the contender's own Python, the import of the standard library included. */
export function readPythonChecksums(launch: Launch, signal: AbortSignal): Promise<string> {
  return readResults(launch, { program: pythonCheck, mode: 'python' }, signal)
}

async function readResults(
  launch: Launch,
  { program, mode }: { readonly program: Program; readonly mode: string },
  signal: AbortSignal,
): Promise<string> {
  const instance = await launch(program, signal)
  try {
    const lines = await instance.waitForReports(mode, signal)
    return lines
      .flatMap(({ line }) => (line.isoscope === 'result' ? [`${line.kernel}=${line.checksum}`] : []))
      .join(' ')
  } finally {
    await instance.remove()
  }
}
