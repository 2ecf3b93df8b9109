import type { ContenderSummary } from '../../contract/run.ts'
import { isEmulated } from '../summary/warnings.ts'
import type { ColumnDefinition } from './lectureTable.ts'

/** Why nothing under software emulation is graded: its figures are the emulator's (measurement.md, "Fair conditions"). */
export const emulatedReason = 'emulated'

/** What of a run is graded. */
export interface RunContenders {
  readonly contenders: readonly ContenderSummary[]
}

export type Choice =
  | { readonly kind: 'chosen'; readonly contender: ContenderSummary; readonly emulated: boolean }
  | { readonly kind: 'none'; readonly reason: string }

/** Whose figures stand in a column: the first that took part, one that is not emulated before one that is. */
export function chooseContender(
  column: ColumnDefinition,
  ofPythonProject: boolean,
  contenders: readonly ContenderSummary[],
): Choice {
  const wanted = ofPythonProject ? column.pythonContenders : column.contenders
  const present = wanted.flatMap((id) => contenders.filter((contender) => contender.id === id))
  const usable = present.filter(({ status }) => status !== 'skipped')
  const contender = usable.find((one) => !isEmulated(one)) ?? usable[0]
  if (contender) return { kind: 'chosen', contender, emulated: isEmulated(contender) }
  const skipped = present[0]
  if (skipped) return { kind: 'none', reason: skipped.error?.message ?? `${skipped.title} could not take part` }
  return { kind: 'none', reason: `no ${column.title} took part in this run` }
}

/** The lecture's VM is a whole distribution. */
export const minimalGuestNote = 'minimal guest of a kernel and one program, and no whole distribution as the lecture’s'

export function isMinimalGuest({ id }: Pick<ContenderSummary, 'id'>): boolean {
  return id === 'qemu' || id === 'virtualbox'
}
