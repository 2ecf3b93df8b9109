import { cancelAll } from './act.ts'
import { interruptible } from './interruption.ts'
import { type Client, withClient } from './session.ts'
import { tellProgress } from './tellProgress.ts'

/** Something that takes its time: its steps go to standard error, and Ctrl-C cancels it. `approvedRoots` as withClient has them. */
export function withLongWork(
  root: string,
  use: (client: Client, signal: AbortSignal) => Promise<number>,
  approvedRoots: readonly string[] = [],
): Promise<number> {
  return withClient(
    root,
    (client) =>
      interruptible(async (signal) => {
        const cancel = () => {
          cancelAll(client).catch(() => undefined)
        }
        signal.addEventListener('abort', cancel, { once: true })
        const progress = tellProgress(client)
        try {
          return await use(client, signal)
        } finally {
          signal.removeEventListener('abort', cancel)
          await progress.end()
        }
      }),
    approvedRoots,
  )
}
