import type { Technology } from '../../main/contract/technology.ts'
import { useLive } from './live.ts'

/** Its engine is not here, or does not answer: what exists of it is not known, which is another thing than none. */
export function useAway(technology: Technology): boolean {
  const state = useLive(({ engines }) => engines?.find((one) => one.technology === technology)?.state)
  return state === 'absent' || state === 'away'
}
