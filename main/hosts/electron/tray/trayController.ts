import { isDeepStrictEqual } from 'node:util'
import { pausedByUser } from '../../../contract/live.ts'
import { createBell } from '../../../os/bell.ts'
import type { Client } from '../client.ts'
import { followRuns } from '../followRuns.ts'
import { createLastRunReader, readLive } from './readTray.ts'
import { createTrayModel, type TrayItem, type TrayOrder } from './trayModel.ts'
import { emptyTrayState, type TrayState } from './trayState.ts'

/**
 * Milliseconds between two looks. No desktop but macOS and Windows tells that the pointer comes near, and none on Linux that the
 * menu opens, so the menu is kept nearly new at little cost. Below the 15 s over which a mean of CPU still speaks for now.
 */
const usualInterval = 10_000

export interface TrayControllerOptions {
  readonly client: Client
  /** Shows this menu from now on; called only with one that is not as the one before. */
  readonly show: (items: readonly TrayItem[]) => void
  readonly open: (address?: string) => void
  readonly quit: () => void
  /** Runs a command in a window of a terminal program; null where there is none. */
  readonly openTerminal: ((command: readonly string[]) => Promise<void>) | null
  /** An order could not be carried out, and nothing else tells so. */
  readonly fail: (title: string, error: unknown) => void
  readonly log: (line: string) => void
  readonly interval?: number
}

/** What the tray shows and does, whatever draws it. */
export interface TrayController {
  /** Resolves when it is done; never rejects. */
  carryOut(order: TrayOrder): Promise<void>
  /** Somebody may be about to open the menu. */
  refresh(): void
  close(): void
}

export function createTrayController(options: TrayControllerOptions): TrayController {
  const { client, log } = options
  const closing = new AbortController()
  const bell = createBell()
  const readLastRun = createLastRunReader(client)
  let state: TrayState = { ...emptyTrayState, hasTerminal: options.openTerminal !== null }
  let enterable: TrayState['enterable'] | null = null
  let shown: readonly TrayItem[] | null = null
  let isWanted = false

  const change = (part: Partial<TrayState>) => {
    if (closing.signal.aborted) return
    state = { ...state, ...part }
    const items = createTrayModel(state)
    if (isDeepStrictEqual(items, shown)) return
    shown = items
    options.show(items)
  }
  const refresh = () => {
    isWanted = true
    bell.ring()
  }
  const read = async (): Promise<void> => {
    const [{ id }, { favourites }, lastRun] = await Promise.all([
      client.runs.active({}),
      client.settings.get({}),
      readLastRun(),
    ])
    // The same as long as the app lives.
    enterable ??= (await client.app.info({})).enterable
    // Beside our own comparison nobody is asked for anything: that would disturb it.
    const live =
      id !== null && state.instances !== null
        ? { paused: 'A comparison is running.' }
        : await readLive(client, closing.signal)
    // After what may take long: what was chosen meanwhile is not taken back.
    const { paused: isPausedByUser } = await client.live.pause({})
    const run = id === null ? null : state.run?.id === id ? state.run : { id, progress: null, isCancelling: false }
    const paused = isPausedByUser ? pausedByUser : live.paused === pausedByUser ? null : live.paused
    change({ ...live, paused, run, isPausedByUser, favourites, enterable, lastRun })
  }
  const keepReading = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      isWanted = false
      await read().catch((error: unknown) => {
        if (!closing.signal.aborted) log(`tray: ${String(error)}`)
      })
      if (!isWanted) await bell.wait(closing.signal, options.interval ?? usualInterval)
    }
  }

  const act = async ({ action, id }: Extract<TrayOrder, { kind: 'act' }>): Promise<void> => {
    change({ going: { ...state.going, [id]: goingWords[action] } })
    try {
      await client.instances.act({ action, id })
    } catch (error) {
      // The activities have it, and what reads them tells it.
      log(`tray: ${action} ${id}: ${String(error)}`)
    }
    const { [id]: _ended, ...going } = state.going
    // The row is as it was before until the next look.
    change({ going, ...(await readLive(client, closing.signal).catch(() => ({}))) })
  }
  const attempt = async (title: string, order: () => Promise<unknown>): Promise<void> => {
    try {
      await order()
    } catch (error) {
      options.fail(title, error)
    }
    refresh()
  }

  void keepReading()
  void followRuns(
    client,
    {
      onProgress: (progress) => {
        const isCancelling = state.run?.id === progress.runId && state.run.isCancelling
        change({ run: { id: progress.runId, progress, isCancelling } })
      },
      onEnd: () => {
        change({ run: null })
        refresh()
      },
    },
    log,
    closing.signal,
  )

  return {
    carryOut: async (order) => {
      switch (order.kind) {
        case 'act':
          return await act(order)
        case 'enter':
          return await attempt('The terminal could not be opened', async () => {
            const { command } = await client.instances.enter({ id: order.id })
            await options.openTerminal?.(command)
          })
        case 'run':
          return await attempt('The comparison cannot start', async () => {
            const { id } = await client.runs.start(order.request)
            change({ run: { id, progress: null, isCancelling: false } })
          })
        case 'cancel':
          if (state.run) change({ run: { ...state.run, isCancelling: true } })
          return await attempt('The comparison could not be cancelled', () => client.runs.cancel({ id: order.run }))
        case 'pause':
          return await attempt('Sampling could not be changed', async () => {
            const { paused } = await client.live.pause({ paused: order.paused })
            change({ isPausedByUser: paused, paused: paused ? pausedByUser : null })
          })
        case 'open':
          return options.open(order.address)
        case 'quit':
          return options.quit()
      }
    },
    refresh,
    close: () => closing.abort(),
  }
}

const goingWords = { start: 'starting…', stop: 'stopping…', restart: 'restarting…' } as const
