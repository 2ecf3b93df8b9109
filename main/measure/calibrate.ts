import { EngineError } from '../model/engineError.ts'
import { median } from '../model/stats/median.ts'
import { estimate } from '../model/stats/paired.ts'
import { endProgram, type LaunchedProgram, launchProgram } from '../os/launcher.ts'
import { nsToMs } from '../os/monotonic.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import type { ObserverCost } from './calibrateObserver.ts'

export interface Calibration {
  /** Milliseconds from starting an empty program to its exit. */
  readonly launch: {
    readonly median: number
    readonly ci95: [number, number] | null
    readonly unit: 'ms'
    readonly error: number
  }
  /** Absent where the host takes no part in the run. */
  readonly observer?: ObserverCost
}

const launches = 20

/** Times the launcher on a program that does nothing. `error` is the median absolute deviation of the launches. */
export async function calibrateLauncher(
  tools: ProbeTools,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Calibration> {
  const times: number[] = []
  for (let i = 0; i < launches; i++) {
    times.push(
      await runProbe(tools, variables, ['nothing'], signal, async (program) => {
        const exit = await program.waitForExit(signal)
        return nsToMs(exit.at - program.spawnedAt)
      }),
    )
  }
  const result = estimate(times)
  const error = median(times.map((time) => Math.abs(time - result.median)))
  return {
    launch: {
      unit: 'ms',
      median: result.median,
      ci95: result.interval ? [result.interval.low, result.interval.high] : null,
      error,
    },
  }
}

/** The checksums every contender's kernels of a mode must report: the same binary gives the same bits everywhere. */
export async function readReferenceChecksums(
  tools: ProbeTools,
  variables: Readonly<Record<string, string>>,
  scale: number,
  signal: AbortSignal,
  mode: readonly string[] = ['cpu'],
): Promise<ReadonlyMap<string, string>> {
  const lines = await runWork(tools, variables, [...mode, '--scale', String(scale)], signal)
  const checksums = new Map<string, string>()
  for (const { line } of lines) {
    if (line.isoscope === 'result') checksums.set(String(line.kernel), String(line.checksum))
  }
  if (checksums.size === 0) throw new EngineError('bad_output', 'host', 'The probe reported no results.')
  return checksums
}

/** Wall seconds of a short fixed piece of work on the host: how much the machine itself varies between rounds. */
export async function measureReference(
  tools: ProbeTools,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const lines = await runWork(tools, variables, ['cpu', '--kernels', 'integer', '--scale', '0.1'], signal)
  const result = lines.find(({ line }) => line.isoscope === 'result')?.line
  return (Number(result?.end_ns) - Number(result?.start_ns)) / 1e9
}

function runWork(
  tools: ProbeTools,
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
  signal: AbortSignal,
) {
  return runProbe(tools, variables, args, signal, async (program) => {
    const lines = await program.waitForLine((line) => line.isoscope === 'done', signal)
    await program.waitForExit(signal)
    return lines
  })
}

/** The probe on the host for as long as `use` takes: nothing of it runs any more when this resolves or rejects. */
async function runProbe<T>(
  tools: ProbeTools,
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
  signal: AbortSignal,
  use: (program: LaunchedProgram) => Promise<T>,
): Promise<T> {
  const launch = { engine: 'host', launchPath: tools.launch, file: tools.probe, args, env: variables }
  const program = await launchProgram(launch, signal)
  try {
    return await use(program)
  } finally {
    await endProgram(program)
  }
}
