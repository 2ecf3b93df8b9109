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

/** As the last answer has them, and the changes that it may not know of yet, the oldest first. */
let answered: Settings | null = null
const unanswered = new Set<Partial<Settings>>()

export async function loadSettings(): Promise<void> {
  try {
    answered = await client.settings.get({})
    showAll()
  } catch (error) {
    if (!isLost(error)) useSettings.setState({ problem: toProblem(error) })
  }
}

/** Shows the change at once, and takes it back, and no other, when it could not be kept. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  unanswered.add(change)
  showAll()
  try {
    answered = await client.settings.change(change)
    unanswered.delete(change)
    showAll()
  } catch (error) {
    unanswered.delete(change)
    showAll()
    useSettings.setState({ problem: toProblem(error) })
  }
}

function showAll(): void {
  if (answered) show(Object.assign({}, answered, ...unanswered))
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
