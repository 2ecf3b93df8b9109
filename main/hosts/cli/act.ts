import type { ActionRequest, Activity } from '../../contract/activity.ts'
import type { Instance } from '../../contract/instance.ts'
import { explainError, explainErrorData } from './explainError.ts'
import { nameInstance } from './selectInstances.ts'
import type { Client } from './session.ts'

/** More at once only wait for each other in the engine. */
const atOnce = 8

/**
 * Does it to each of them, whatever becomes of the others, and says what became of it: done on stdout, an error on
 * stderr. Resolves with how many failed.
 */
export async function actOnEach(
  client: Client,
  requests: readonly { readonly instance: Instance; readonly request: ActionRequest }[],
  describeDone: (instance: Instance, activity: Activity) => string,
  signal: AbortSignal,
): Promise<number> {
  const waiting = [...requests]
  let failed = 0
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      const { instance, request } = next
      const problem = await act(client, request, (activity) =>
        process.stdout.write(`${describeDone(instance, activity)}\n`),
      )
      if (problem === null) continue
      failed++
      process.stderr.write(`isoscope: ${nameInstance(instance)}: ${problem}\n`)
    }
  }
  const cancel = () => {
    cancelAll(client).catch(() => undefined)
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, requests.length) }, work))
    return failed
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** An action goes on when its caller goes away; every one in this process is of this command. */
export async function cancelAll(client: Client): Promise<void> {
  for await (const activities of await client.activity.watch({})) {
    const running = activities.filter(({ state }) => state === 'running')
    await Promise.all(running.map(({ id }) => client.activity.cancel({ id })))
    break
  }
}

/** null when it is done, else why not. */
async function act(
  client: Client,
  request: ActionRequest,
  onDone: (activity: Activity) => void,
): Promise<string | null> {
  try {
    const activity = await client.instances.act(request)
    if (activity.state === 'done') {
      onDone(activity)
      return null
    }
    return activity.error ? explainErrorData(activity.error) : activity.state
  } catch (error) {
    return explainError(error)
  }
}
