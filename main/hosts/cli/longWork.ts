import { cancelAll } from './act.ts'
import { interruptible } from './interruption.ts'
import { type Client, withClient } from './session.ts'
import { tellProgress } from './tellProgress.ts'

type UseClient = (client: Client, signal: AbortSignal) => Promise<number>

/** Something that takes its time: its steps go to standard error, and Ctrl-C cancels it. `approvedRoots` as withClient has them. */
export function withLongWork(root: string, use: UseClient, approvedRoots: readonly string[] = []): Promise<number> {
  const tell: UseClient = async (client, signal) => {
    const progress = tellProgress(client)
    try {
      return await use(client, signal)
    } finally {
      await progress.end()
    }
  }
  return withCancelling(root, tell, approvedRoots)
}

/** The same for what tells itself how far it is. */
export function withCancelling(root: string, use: UseClient, approvedRoots: readonly string[] = []): Promise<number> {
  return withClient(
    root,
    (client) =>
      interruptible(async (signal) => {
        const cancel = () => {
          cancelAll(client).catch(() => undefined)
        }
        signal.addEventListener('abort', cancel, { once: true })
        try {
          return await use(client, signal)
        } finally {
          signal.removeEventListener('abort', cancel)
        }
      }),
    approvedRoots,
  )
}
