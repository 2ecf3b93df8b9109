import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DriverDeps } from '../driver.ts'
import { readMark } from '../environmentMark.ts'
import { readStart } from '../python/readStart.ts'

/**
 * Removes what a failed call of a program left at `prefix`, and nothing that somebody else has made there meanwhile. Whether nothing of ours
 * is there any more; never rejects, so that the failure itself is what is told.
 */
export async function removeOurs(deps: DriverDeps, prefix: string, args: readonly string[]): Promise<boolean> {
  if (!(await isMadeBy(deps, prefix, args))) return true
  return rm(prefix, { recursive: true, force: true, maxRetries: 5 }).then(
    () => true,
    () => false,
  )
}

/** A whole one tells: by our mark, whose it is, and by its history, with which words it was made. Half of one tells nothing. */
async function isMadeBy({ owner }: DriverDeps, prefix: string, args: readonly string[]): Promise<boolean> {
  const mark = await readMark(prefix)
  if (mark) return mark.owner.pid === owner.pid && mark.owner.startTime === owner.startTime
  const history = await readStart(join(prefix, 'conda-meta', 'history'))
  const command = /^# cmd: (.*)$/m.exec(history ?? '')?.[1]
  // `conda env` is a program of its own in older versions, and writes its own name there.
  const words = (args[0] === 'env' ? args.slice(1) : args).join(' ')
  return command === undefined || command.includes(words)
}
