import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toElectron } from '../addresses.ts'
import type { Devtools } from '../devtools.ts'
import { ipcMain } from '../ipcMain.ts'
import { MessagePortMain } from '../messagePort.ts'
import { decodeValue, encodeValue } from '../structured.ts'

const worldName = 'Electron Isolated Context'
const inPage = (name: string): string => readFileSync(join(import.meta.dirname, '..', 'inPage', name), 'utf8')

type FromPage =
  | { readonly type: 'post'; readonly channel: string; readonly message: string; readonly ports: readonly string[] }
  | { readonly type: 'port'; readonly id: string; readonly data: string }
  | { readonly type: 'closed'; readonly id: string }
  | { readonly type: 'ask'; readonly id: number; readonly permission: string }

interface World {
  readonly frame: string
  readonly origin: string
  readonly ports: Map<string, MessagePortMain>
}

export interface PreloadOptions {
  /** Path of the preload; none for a window without one. */
  readonly preload: string | undefined
  readonly mainFrame: string
  readonly sender: object
  /** Resolves when the permission is settled in the browser. */
  readonly onAsk: (permission: string, origin: string) => Promise<void>
}

export interface PreloadWorlds {
  /** Posts a message with a port on the channel from each sub-frame; how many there were. */
  sendFromSubFrames(channel: string): Promise<number>
}

/** The preload in the isolated world of each document of the page, and what it sends to the main process and back. */
export async function runPreload(devtools: Devtools, options: PreloadOptions): Promise<PreloadWorlds> {
  const [binding, secret] = [`standIn${randomUUID().replaceAll('-', '')}`, randomUUID()]
  const worlds = new Map<number, World>()
  const run = (contextId: number, call: string): void =>
    void devtools.send('Runtime.evaluate', { contextId, expression: `standIn.${call}` }).catch(() => {})

  devtools.on('Runtime.executionContextCreated', ({ context: { id, name, origin, auxData } }) => {
    if (name === worldName)
      worlds.set(id, { frame: String(Object(auxData).frameId), origin: toElectron(origin), ports: new Map() })
  })
  const forget = (id: number): void => {
    for (const port of worlds.get(id)?.ports.values() ?? []) port.end()
    worlds.delete(id)
  }
  devtools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => forget(executionContextId))
  devtools.on('Runtime.executionContextsCleared', () => {
    for (const id of worlds.keys()) forget(id)
  })
  devtools.on('Inspector.targetCrashed', () => {
    for (const id of worlds.keys()) forget(id)
  })

  devtools.on('Runtime.bindingCalled', ({ name, payload, executionContextId: id }) => {
    const world = worlds.get(id)
    if (name !== binding || !world) return
    const said = JSON.parse(payload) as FromPage
    switch (said.type) {
      case 'post':
        return post(world, id, said.channel, said.message, said.ports)
      case 'port':
        return world.ports.get(said.id)?.receive(decodeValue(said.data))
      case 'closed':
        return world.ports.get(said.id)?.end()
      case 'ask':
        return void options.onAsk(said.permission, world.origin).then(() => run(id, `decided(${Number(said.id)})`))
    }
  })
  const post = (world: World, id: number, channel: string, message: string, ids: readonly string[]): void => {
    const ports = ids.map((portId) => {
      const key = JSON.stringify(portId)
      const port = new MessagePortMain(
        (data) => run(id, `deliver(${key}, ${JSON.stringify(encodeValue(data))})`),
        () => run(id, `close(${key})`),
      )
      world.ports.set(portId, port)
      return port
    })
    const main = { origin: world.origin, parent: null }
    const senderFrame = world.frame === options.mainFrame ? main : { origin: world.origin, parent: main }
    ipcMain.emit(channel, { sender: options.sender, senderFrame, ports }, decodeValue(message))
  }

  const source = options.preload === undefined ? '' : readFileSync(options.preload, 'utf8')
  await devtools.send('Runtime.enable')
  await devtools.send('Runtime.addBinding', { name: binding, executionContextName: worldName })
  // In this order: the page's world listens before the preload exposes.
  const init = (script: string, world?: string) =>
    devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: script, ...(world && { worldName: world }) })
  const secretText = JSON.stringify(secret)
  await init(`(${trimEnd(inPage('mainWorld.js'))})({ secret: ${secretText} })`)
  const preload = `(require, module, exports, process) => {${source}\n}`
  const config = `{ binding: ${JSON.stringify(binding)}, secret: ${secretText}, preload: ${preload} }`
  await init(`(${trimEnd(inPage('isolatedWorld.js'))})(${config})`, worldName)

  return {
    sendFromSubFrames: async (channel) => {
      const inFrames = [...worlds].filter(([, { frame }]) => frame !== options.mainFrame)
      for (const [id] of inFrames) {
        run(id, `postMessage(${JSON.stringify(channel)}, null, [new MessageChannel().port2])`)
      }
      return inFrames.length
    },
  }
}

/** The files hold one function as an expression statement, behind a semicolon and a comment. */
function trimEnd(text: string): string {
  return text.slice(text.indexOf('\n;') + 2).trimEnd()
}
