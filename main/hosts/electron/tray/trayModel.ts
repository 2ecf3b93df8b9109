import type { RunRequest } from '../../../contract/run.ts'
import { technologyTitles } from '../../../model/technologyTitles.ts'
import { toLabel, truncateMiddle } from './labels.ts'
import { describeLive } from './liveLine.ts'
import { describeProgress } from './runLine.ts'
import type { TrayState } from './trayState.ts'

/** What a click asks for. */
export type TrayOrder =
  | { readonly kind: 'act'; readonly action: 'start' | 'stop' | 'restart'; readonly id: string; readonly name: string }
  | { readonly kind: 'enter'; readonly id: string }
  | { readonly kind: 'run'; readonly request: RunRequest }
  | { readonly kind: 'cancel'; readonly run: string }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'open'; readonly address?: string }
  | { readonly kind: 'quit' }

/** A menu as plain data, in Electron's words, with an order in place of a function: two of them can be compared. */
export interface TrayItem {
  readonly type?: 'separator' | 'checkbox' | 'submenu'
  /** Stable while the thing it stands for exists; unique in the menu. */
  readonly id?: string
  readonly label?: string
  readonly enabled?: boolean
  readonly checked?: boolean
  readonly submenu?: readonly TrayItem[]
  readonly order?: TrayOrder
}

/** Instances of one group; a menu longer than a screen cannot be read. */
const mostListed = 15

const separator: TrayItem = { type: 'separator' }

export function createTrayModel(state: TrayState): readonly TrayItem[] {
  return [
    ...describeLive(state).map((line, index) => say(`live:${index}`, line)),
    separator,
    ...listComparison(state),
    separator,
    ...listRunning(state),
    separator,
    ...listFavourites(state),
    separator,
    {
      type: 'checkbox',
      id: 'pause',
      label: 'Pause sampling',
      checked: state.isPausedByUser,
      order: { kind: 'pause', paused: !state.isPausedByUser },
    },
    separator,
    { id: 'open', label: 'Open Isoscope', order: { kind: 'open' } },
    { id: 'quit', label: 'Quit Isoscope', order: { kind: 'quit' } },
  ]
}

function listComparison({ run, lastRun, paused, isPausedByUser }: TrayState): readonly TrayItem[] {
  const again = { id: 'run', label: 'Run the last comparison' }
  if (run !== null) {
    const cancel = run.isCancelling
      ? { label: 'Cancelling the comparison…', enabled: false }
      : { label: 'Cancel comparison', order: { kind: 'cancel', run: run.id } as const }
    return [say('progress', describeProgress(run.progress)), { id: 'cancel', ...cancel }]
  }
  // Sampling also rests while another process of this machine compares; two at a time there cannot be.
  const isTaken = paused !== null && !isPausedByUser
  const reason = isTaken ? 'one is running on this machine' : 'absent' in lastRun ? lastRun.absent : null
  if (reason !== null || 'absent' in lastRun) return [{ ...again, label: `${again.label} (${reason})`, enabled: false }]
  return [{ ...again, order: { kind: 'run', request: lastRun.request } }]
}

function listRunning({ instances, going, enterable, hasTerminal }: TrayState): readonly TrayItem[] {
  if (instances === null) return [say('running', 'Looking for what runs…')]
  const running = instances.filter(({ state, stale }) => state === 'running' && !stale)
  if (running.length === 0) return [say('running', 'No running instances')]
  const items = running.slice(0, mostListed).map(({ id, name, technology, actions }): TrayItem => {
    const busy = going[id]
    return {
      type: 'submenu',
      id: `instance:${id}`,
      label: nameInstance(name, busy ?? technologyTitles[technology]),
      submenu: [
        ...(['stop', 'restart'] as const).map(
          (action): TrayItem => ({
            id: `${action}:${id}`,
            label: action === 'stop' ? 'Stop' : 'Restart',
            enabled: busy === undefined && actions.includes(action),
            order: { kind: 'act', action, id, name },
          }),
        ),
        ...(enterable.includes(technology) ? [offerTerminal(id, hasTerminal, busy === undefined)] : []),
      ],
    }
  })
  return [...items, ...sayMore(running.length)]
}

function offerTerminal(id: string, hasTerminal: boolean, isIdle: boolean): TrayItem {
  const item = { id: `enter:${id}`, label: 'Open terminal' }
  if (!hasTerminal) return { ...item, label: `${item.label} (no terminal program was found)`, enabled: false }
  return { ...item, enabled: isIdle, order: { kind: 'enter', id } }
}

function listFavourites({ instances, favourites, going }: TrayState): readonly TrayItem[] {
  if (favourites.length === 0) return [say('favourites', 'No favourites: star an instance on the Live page')]
  const known = (instances ?? []).filter(({ id, stale }) => favourites.includes(id) && !stale)
  const startable = known.filter(({ actions }) => actions.includes('start'))
  if (startable.length === 0) return [say('favourites', 'No favourite is stopped')]
  const items = startable.slice(0, mostListed).map(({ id, name, technology }): TrayItem => {
    const busy = going[id]
    return {
      id: `start:${id}`,
      label: `Start ${nameInstance(name, busy ?? technologyTitles[technology])}`,
      enabled: busy === undefined,
      order: { kind: 'act', action: 'start', id, name },
    }
  })
  return [...items, ...sayMore(startable.length)]
}

function sayMore(count: number): readonly TrayItem[] {
  if (count <= mostListed) return []
  const label = `${count - mostListed} more on the Live page…`
  return [{ label, order: { kind: 'open', address: '/?page=live' } }]
}

function nameInstance(name: string, beside: string): string {
  return `${toLabel(truncateMiddle(name))} · ${beside}`
}

/** A line that is read and not chosen. */
function say(id: string, text: string): TrayItem {
  return { id, label: toLabel(text), enabled: false }
}
