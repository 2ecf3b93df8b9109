import { create } from 'zustand'
import type { Settings } from '../../main/contract/settings.ts'
import { chooseByteUnits } from '../../main/model/format.ts'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'
import { useRunRequest } from './runRequest.ts'

interface SettingsState {
  /** Null until they have come. */
  readonly settings: Settings | null
  /** Why the last change was not kept. */
  readonly problem: Problem | null
}

export const useSettings = create<SettingsState>(() => ({ settings: null, problem: null }))

export async function loadSettings(): Promise<void> {
  try {
    show(await client.settings.get({}))
  } catch (error) {
    if (!isLost(error)) useSettings.setState({ problem: toProblem(error) })
  }
}

/** Shows the change at once, and takes it back when it could not be kept. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const before = useSettings.getState().settings
  if (before) show({ ...before, ...change })
  try {
    show(await client.settings.change(change))
  } catch (error) {
    if (before) show(before)
    useSettings.setState({ problem: toProblem(error) })
  }
}

/** The next comparison follows the settings; what was chosen for it by hand stays until they change. */
function show(settings: Settings): void {
  const { settings: before } = useSettings.getState()
  const { profile, rounds, budgetMinutes } = settings
  const isSame = before?.profile === profile && before.rounds === rounds && before.budgetMinutes === budgetMinutes
  if (!isSame) useRunRequest.setState({ profile, rounds, budgetMinutes })
  chooseByteUnits(settings.byteUnits)
  useSettings.setState({ settings, problem: null })
}
