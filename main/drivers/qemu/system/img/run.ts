import { EngineError } from '../../../../model/engineError.ts'
import { runProgram } from '../../../../os/run.ts'
import { workloadVariables } from '../../../../os/variables.ts'
import type { DriverDeps } from '../../../driver.ts'
import { requireQemuImg } from '../../full/programs.ts'
import { type DiskFile, describeNode } from '../diskFormat.ts'
import { explainFailure } from '../explainFailure.ts'

/** Milliseconds: a disk of terabytes takes its time, and whoever has waited too long can cancel. */
const timeout = 24 * 3_600_000

/**
 * qemu-img VERB …
 * https://www.qemu.org/docs/master/tools/qemu-img.html
 *
 * Resolves with what it printed. Rejects as runProgram does, and with the reason in the user's words where it is known.
 */
export async function runQemuImg(
  deps: DriverDeps,
  args: readonly string[],
  signal: AbortSignal,
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void,
): Promise<string> {
  const options = { engine: 'qemu', env: workloadVariables, signal, timeout, ...(onOutput && { onOutput }) }
  try {
    return (await runProgram(requireQemuImg(deps), args, options)).stdout
  } catch (error) {
    throw explainFailure(withoutProgress(error))
  }
}

/** How far it was is no reason. */
function withoutProgress(error: unknown): unknown {
  if (!(error instanceof EngineError) || error.detail === undefined) return error
  const detail = error.detail.replaceAll(/ *\(\d+\.\d+\/100%\)\s*/g, '')
  return new EngineError(error.code, error.engine, error.message, { detail, cause: error })
}

/** Its format stated, and nothing of the path taken for an option or a protocol. */
export function nameDisk(disk: DiskFile): string {
  return `json:${JSON.stringify(describeNode(disk))}`
}
