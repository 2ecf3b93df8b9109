import { EngineError } from '../../../model/engineError.ts'
import type { TerminalOrder, TerminalSession } from '../../containers.ts'
import type { DriverDeps } from '../../driver.ts'
import { connectDocker } from '../connect.ts'
import { openAttach, openRun } from './containerSession.ts'
import { openExec } from './execSession.ts'

export async function openTerminal(
  deps: DriverDeps,
  order: TerminalOrder,
  signal: AbortSignal,
): Promise<TerminalSession> {
  const client = await connectDocker(deps, signal)
  const session = await open()
  try {
    if (session.tty) await session.resize(order.size)
    if (signal.aborted) throw new EngineError('cancelled', 'docker', 'Cancelled.')
    return session
  } catch (error) {
    await session.close()
    throw error
  }

  function open(): Promise<TerminalSession> {
    switch (order.kind) {
      case 'exec':
        return openExec(client, order, signal)
      case 'attach':
        return openAttach(client, order, signal)
      case 'run':
        return openRun(deps, client, order, signal)
    }
  }
}
