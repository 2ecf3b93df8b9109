import { throwIfAborted } from '../../model/engineError.ts'
import { connectQmp } from './qmp.ts'
import { listRuntimeFiles } from './runningMachine.ts'

/**
 * query-status | stop | cont | system_powerdown | quit
 * https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html
 */
type Order = 'query-status' | 'stop' | 'cont' | 'system_powerdown' | 'quit'

/** Gives a kept machine one order on a connection of its own. `folder` holds its socket. Rejects as connectQmp does. */
export async function tellMachine(
  folder: string,
  order: Order,
  signal: AbortSignal,
  timeoutMs?: number,
): Promise<unknown> {
  const qmp = await connectQmp(listRuntimeFiles(folder).qmpSocket, signal, timeoutMs)
  try {
    return await qmp.execute(order, {}, signal)
  } finally {
    qmp.close()
  }
}

/** A list must not wait long for a machine that hangs or is being talked to. */
const statusTimeoutMs = 1_500

/**
 * Whether its processors stand still. Asked each time (0.5 ms of our CPU time): whoever paused it, in whichever process. A machine that
 * does not answer counts as running: its process is there. Rejects with `cancelled` only.
 */
export async function readIsPaused(folder: string, signal: AbortSignal): Promise<boolean> {
  try {
    return isPaused(await tellMachine(folder, 'query-status', signal, statusTimeoutMs))
  } catch {
    throwIfAborted(signal, 'qemu')
    return false
  }
}

/** From the answer to query-status, such as `{"status": "paused", "running": false}`. */
export function isPaused(answer: unknown): boolean {
  return (answer as { readonly running?: unknown } | null)?.running === false
}
