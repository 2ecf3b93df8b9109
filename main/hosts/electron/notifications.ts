import { Notification } from 'electron'
import type { Progress } from '../../contract/run.ts'
import { runAddress } from './addresses.ts'
import type { Client } from './client.ts'
import { describeActivityEnd, describeRunEnd } from './describeEnds.ts'
import { followRuns } from './followRuns.ts'
import { tell } from './notify.ts'
import type { MainWindow } from './window.ts'

export interface NotificationOptions {
  readonly client: Client
  readonly window: MainWindow
  readonly log: (line: string) => void
}

/**
 * Tells how comparisons and long jobs have ended to somebody who does not have the window before them, and of what failed.
 * Nothing where the desktop shows no notifications. What it returns ends it.
 */
export function notifyOfEnds({ client, window, log }: NotificationOptions): () => void {
  const closing = new AbortController()
  const { signal } = closing
  if (!Notification.isSupported()) return () => {}
  const show = (address: string) => {
    window.show(address).catch((error: unknown) => log(`the window cannot be shown: ${String(error)}`))
  }
  const tellRun = async (last: Progress): Promise<void> => {
    const run = await client.runs.get({ id: last.runId }).catch(() => null)
    if (!window.isInFront()) tell({ ...describeRunEnd(last, run), onClick: () => show(runAddress(last.runId)) }, log)
  }
  const followActivities = async (): Promise<void> => {
    const going = new Set<number>()
    for await (const activities of await client.activity.watch({}, { signal })) {
      for (const activity of activities) {
        if (activity.state === 'running') going.add(activity.id)
        else if (going.delete(activity.id)) {
          const words = describeActivityEnd(activity)
          if (words && !window.isInFront()) tell({ ...words, onClick: () => show('/?page=live') }, log)
        }
      }
    }
  }
  const complain = (error: unknown) => {
    if (!signal.aborted) log(`notifications: ${String(error)}`)
  }
  void followRuns(client, { onProgress: () => {}, onEnd: (last) => void tellRun(last).catch(complain) }, log, signal)
  followActivities().catch(complain)
  return () => closing.abort()
}
