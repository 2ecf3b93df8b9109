import type { PreparedContender, Program } from '../drivers/contender.ts'
import { buildPythonArgs } from '../drivers/python/program.ts'
import { throwIfAborted } from '../model/engineError.ts'
import { withInstance } from './round/withInstance.ts'

/**
 * The checksums every contender's Python must report: those of the first that reports any, the host where it takes part.
 * Empty where none does; then each contender says in its rounds why it does not. Rejects only with `cancelled`.
 */
export async function readPythonChecksums(
  contenders: readonly PreparedContender[],
  scale: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const program: Program = { kind: 'python', args: buildPythonArgs('work', scale) }
  for (const prepared of contenders) {
    if (prepared.pythonAbsent !== null) continue
    try {
      const checksums = new Map<string, string>()
      await withInstance(prepared, program, signal, async (instance) => {
        for (const { line } of await instance.waitForReports('python', signal)) {
          if (line.isoscope === 'result') checksums.set(String(line.kernel), String(line.checksum))
        }
      })
      return checksums
    } catch {
      throwIfAborted(signal, 'python')
    }
  }
  return new Map()
}
