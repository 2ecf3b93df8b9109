import type { AnyContractRouter } from '@orpc/contract'
import type { Router } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain } from 'electron'
import { hideErrors, type NoContext } from '../../api/hideErrors.ts'
import { connectChannel, findSenderFault } from './decisions.ts'

export interface BridgeOptions {
  readonly router: Router<AnyContractRouter, NoContext>
  /** The page's origin. */
  readonly own: string
  readonly onLog: (line: string) => void
}

/** Attaches the API to the one port each page sends. A message from anywhere but our page's main frame is dropped and logged. */
export function connectBridge(ipcMain: IpcMain, options: BridgeOptions): void {
  const handler = new RPCHandler<NoContext>(options.router, { clientInterceptors: [hideErrors(options.onLog)] })
  ipcMain.on(connectChannel, (event) => {
    const [port, ...others] = event.ports
    const fault = findSenderFault(event.senderFrame, options.own) ?? (others.length > 0 ? 'it brings many ports' : null)
    if (fault !== null || port === undefined) {
      for (const each of event.ports) each.close()
      options.onLog(`dropped a message: ${fault ?? 'it brings no port'}`)
      return
    }
    handler.upgrade(port)
    port.start()
  })
}
