import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { cancelled } from '../../../model/engineError.ts'

/** A socket of ours at which VirtualBox delivers a machine's serial port. */
export interface GuestConsole {
  /** Resolves when the machine that starts has connected. */
  waitForMachine(signal: AbortSignal): Promise<Socket>
  /** Closes the connection too. Idempotent. */
  close(): Promise<void>
}

/** `path`: at most 107 bytes on Linux, 103 on macOS. */
export async function openGuestConsole(path: string): Promise<GuestConsole> {
  const server = createServer()
  let socket: Socket | undefined
  const connected = new Promise<Socket>((resolve) => {
    server.once('connection', (made) => {
      socket = made
      resolve(made)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    waitForMachine: (signal) =>
      new Promise((resolve, reject) => {
        const onAbort = () => reject(cancelled('virtualbox'))
        if (signal.aborted) return onAbort()
        signal.addEventListener('abort', onAbort, { once: true })
        connected.then((made) => {
          signal.removeEventListener('abort', onAbort)
          resolve(made)
        })
      }),
    close: async () => {
      socket?.destroy()
      server.close()
      await rm(path, { force: true })
    },
  }
}
