import { create } from 'zustand'
import type { Capability } from '../../main/contract/capability.ts'
import type { Status } from '../../main/contract/status.ts'
import { type Client, client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

export type AppInfo = Awaited<ReturnType<Client['app']['info']>>

interface AppState {
  readonly info: AppInfo | null
  readonly problem: Problem | null
  /** Whether this door has an icon in the tray; false until that is known, which may be long after the rest. */
  readonly hasTray: boolean
  /** What this app costs, what the machine uses, what was left behind; null while nobody looks. */
  readonly cost: Status | null
}

export const useApp = create<AppState>(() => ({ info: null, problem: null, hasTray: false, cost: null }))

/** Whether this door has it; false until that is known. */
export const useCapability = (capability: Capability): boolean =>
  useApp(({ info }) => info?.capabilities.includes(capability) ?? false)

export async function loadInfo(): Promise<void> {
  try {
    useApp.setState({ info: await client.app.info({}), problem: null })
  } catch (error) {
    if (!isLost(error)) useApp.setState({ problem: toProblem(error) })
  }
}

/** Nothing is told of a door that does not answer: what needs a tray stays away. */
export async function loadTray(): Promise<void> {
  const there = await client.app.tray({}).then(
    (answer) => answer.there,
    () => false,
  )
  useApp.setState({ hasTray: there })
}

/** Once a second, until aborted or the connection ends. */
export async function watchCost(signal: AbortSignal): Promise<void> {
  try {
    for await (const cost of await client.app.cost({}, { signal })) useApp.setState({ cost })
  } catch {
    // Nothing to tell: the status bar shows a dash, and a lost connection tells of itself.
  }
  useApp.setState({ cost: null })
}
