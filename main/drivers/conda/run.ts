import { EngineError } from '../../model/engineError.ts'
import type { RunResult, TakeOutput } from '../../os/run.ts'
import { runProgramTree } from '../../os/runTree.ts'
import { type StallLimits, type StallWatch, watchForStall } from '../../os/stall.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { selectToolVariables } from '../toolVariables.ts'
import type { CondaProgram } from './dialect.ts'
import { explainFailure } from './errors.ts'
import { createProgressReader } from './progress.ts'

export interface CondaCall {
  /** What is done, for people, such as `make the environment`. */
  readonly name: string
  readonly args: readonly string[]
  /** Exit codes that are answers; 0 when not given, any where null. */
  readonly acceptedExitCodes?: readonly number[] | null
  /** Milliseconds; half a minute when not given, which is for questions. */
  readonly timeout?: number
  readonly onProgress?: OnProgress
  readonly limits?: StallLimits
  /** As runProgramTree has it. */
  readonly takeOutput?: TakeOutput | undefined
}

/** Downloading gigabytes takes its time. */
export const longTimeout = 2 * 3_600_000

/** A download that works uses the processor, if little; a locked cache and a server that does not answer do not. */
const usualLimits: StallLimits = { noticeMs: 10_000, limitMs: 180_000 }

const anyExitCode = Array.from({ length: 256 }, (_, code) => code)

/** So much JSON no environment has. Characters, of each stream. */
const maxOutput = 16 * 1024 * 1024

/**
 * Runs conda, mamba or micromamba once, with its children, to its end. Rejects with EngineError: as explainFailure says,
 * or `cancelled`, `timeout` (also where it only waits), `not_installed`, `bad_output` (too much of it).
 */
export async function runConda(
  deps: Pick<DriverDeps, 'env' | 'tools'>,
  program: CondaProgram,
  call: CondaCall,
  signal: AbortSignal,
): Promise<RunResult> {
  const stalled = new AbortController()
  const limits = call.limits ?? usualLimits
  let watch: StallWatch | undefined
  const report = call.onProgress ?? (() => undefined)
  // Several come at once, and the share is that of one of them.
  const readProgress = createProgressReader(({ package: name, fraction }) =>
    report({ step: 'downloading', amount: name, share: fraction }),
  )
  try {
    const result = await runProgramTree(deps.tools.launch, program.path, call.args, {
      engine: 'conda',
      env: { ...selectToolVariables(deps.env), ...settings },
      cwd: '/',
      timeout: call.timeout ?? 30_000,
      signal: AbortSignal.any([signal, stalled.signal]),
      acceptedExitCodes: anyExitCode,
      maxOutput,
      takeOutput: call.takeOutput,
      onStart: (pid) => {
        watch = watchForStall(
          pid,
          limits,
          () => report({ step: `${program.name} waits: another one may be using the package cache`, share: null }),
          () => stalled.abort(),
        )
      },
      onOutput: (stream, chunk) => {
        watch?.noteOutput()
        if (stream === 'stdout') readProgress(chunk)
      },
    })
    const accepted = call.acceptedExitCodes === undefined ? [0] : call.acceptedExitCodes
    if (accepted !== null && !accepted.includes(result.exitCode)) throw explainFailure(result, program.name)
    return result
  } catch (error) {
    if (stalled.signal.aborted && !signal.aborted) throw explainStall(program, limits)
    if (error instanceof EngineError && error.code === 'timeout') throw explainTimeout(program, call)
    throw error
  } finally {
    watch?.end()
  }
}

/** Nobody is there to answer, and nobody's report goes anywhere. */
const settings = { CONDA_REPORT_ERRORS: 'false', PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', NO_COLOR: '1' }

/** Exported for its test. */
export function explainStall({ name }: CondaProgram, { limitMs }: StallLimits): EngineError {
  const message = `${name} waited for ${Math.round(limitMs / 1000)} s and did nothing: another conda, mamba or micromamba holds the package cache, or a channel does not answer.`
  return new EngineError('timeout', 'conda', message, {
    remedy: {
      text: 'Wait until the other one has finished, or end it; then try again',
      command: 'pgrep -a "conda|mamba"',
    },
  })
}

function explainTimeout({ name }: CondaProgram, call: CondaCall): EngineError {
  const seconds = Math.round((call.timeout ?? 30_000) / 1000)
  return new EngineError('timeout', 'conda', `${name} did not ${call.name} within ${seconds} s.`, {
    remedy: { text: 'Another one may be using the package cache: wait until it has finished, or end it' },
  })
}
