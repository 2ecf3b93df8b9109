import type { EventEmitter } from 'node:events'
import { STATUS_CODES } from 'node:http'
import { toChromium, toElectron } from '../addresses.ts'
import { answer } from '../control.ts'
import type { Devtools } from '../devtools.ts'
import { emitPreventable } from '../refusal.ts'
import { protocol } from '../session.ts'
import type { Verbs } from '../verbs.ts'

type Answer = Parameters<Verbs['answerOnce']>[1]

const answersOnce = new Map<string, Answer>()
const left: string[] = []
answer({ leftRequests: () => left, answerOnce: (path, once) => void answersOnce.set(path, once) })

export interface Requests {
  /** The next navigation of the main frame is the app's own, and nobody is asked about it. */
  expectNavigation(): void
}

/**
 * Every request of a page passes here before it leaves: a navigation that the page began is put before the listeners of
 * `contents`, `app:` is answered by the app's own handler with the headers as it gave them, anything else goes on to the network.
 */
export async function watchRequests(devtools: Devtools, mainFrame: string, contents: EventEmitter): Promise<Requests> {
  let isExpected = false
  const isPrevented = (url: string, isMainFrame: boolean, isRedirect: boolean): boolean => {
    const details = { url, isMainFrame, isSameDocument: false }
    if (isRedirect) return emitPreventable(contents, 'will-redirect', details, url, false, isMainFrame)
    // Electron's order: one that the first prevents never comes to the second.
    if (isMainFrame && emitPreventable(contents, 'will-navigate', details, url, false, true)) return true
    return emitPreventable(contents, 'will-frame-navigate', details)
  }
  devtools.on('Fetch.requestPaused', async ({ requestId, request, resourceType, frameId, redirectedRequestId }) => {
    const isMainFrame = frameId === mainFrame
    const url = toElectron(request.url)
    if (resourceType === 'Document') {
      const isOwn = isMainFrame && isExpected && redirectedRequestId === undefined
      if (isOwn) isExpected = false
      else if (isPrevented(url, isMainFrame, redirectedRequestId !== undefined)) {
        return await devtools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      }
    }
    if (!url.startsWith('app:')) {
      left.push(url)
      return await devtools.send('Fetch.continueRequest', { requestId })
    }
    const given = answersOnce.get(new URL(url).pathname)
    answersOnce.delete(new URL(url).pathname)
    const response = given ? new Response(given.body, { ...given, status: 200 }) : await askApp(url, request)
    const status = given?.status ?? response?.status
    if (!response || status === undefined) {
      return await devtools.send('Fetch.failRequest', { requestId, errorReason: 'AddressUnreachable' })
    }
    await devtools.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: status,
      responsePhrase: STATUS_CODES[status] ?? 'Unknown',
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: name === 'location' ? toChromium(value) : value,
      })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  })
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  return {
    expectNavigation: () => {
      isExpected = true
    },
  }
}

interface PageRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

async function askApp(url: string, { method, headers }: PageRequest): Promise<Response | null> {
  try {
    return await protocol.answer(new Request(url, { method, headers }))
  } catch (error) {
    process.stderr.write(`the handler of app: failed: ${String(error)}\n`)
    return null
  }
}
