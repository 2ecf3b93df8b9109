import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { type App, createApp } from '../../app.ts'
import type { contract } from '../../contract/contract.ts'
import { describeError } from '../describeError.ts'
import { UsageError } from './commandLine.ts'
import { explainErrorData, findErrorData, findRefusal } from './explainError.ts'

/** The router in process: the command line goes through the same procedures and checks as the page. */
function createClient(root: string, approvedRoots: readonly string[]): { readonly app: App; readonly client: Client } {
  const app = createApp({
    env: process.env,
    platform: process.platform,
    root,
    // Whoever types a command line may run it where they are.
    commandGate: {
      capabilities: new Set(['run.custom', 'folders.change']),
      approvedRoots: [process.cwd(), ...approvedRoots],
    },
    onError: logError,
  })
  return { app, client: createRouterClient(app.router) }
}

export type Client = ContractRouterClient<typeof contract>

/**
 * Opens the app, runs the command and closes the app again whatever happens. Who types the path of a file approves its folder:
 * `approvedRoots`, beside the present one.
 */
export async function withClient<T>(
  root: string,
  use: (client: Client) => Promise<T>,
  approvedRoots: readonly string[] = [],
): Promise<T> {
  const { app, client } = createClient(root, approvedRoots)
  try {
    return await use(client)
  } catch (error) {
    // What the user wrote and the API refused is bad use, not a failure.
    const data = findErrorData(error)
    if (data?.code === 'bad_input') throw new UsageError(explainErrorData(data))
    const refusal = findRefusal(error)
    if (refusal !== undefined) throw new UsageError(refusal)
    throw error
  } finally {
    await app.close()
  }
}

/** An error nobody expected, with its stack, on the user's own terminal. */
export function logError(error: unknown): void {
  process.stderr.write(`isoscope: ${describeError(error)}\n`)
}
