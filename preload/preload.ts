import { contextBridge, ipcRenderer } from 'electron'

/*
 * Hands one MessagePort from the page to the main process, and nothing else: no ipcRenderer, channel name or event object
 * reaches the page. Imports nothing of ours, so the words here are repeated in main/hosts/electron/decisions.ts and renderer/client.ts.
 */

contextBridge.exposeInMainWorld('isoscope', { kind: 'desktop' })

window.addEventListener('message', (event) => {
  // A frame inside the page has another window, and another site's page another origin.
  if (event.source !== window || event.origin !== location.origin || event.data !== 'isoscope:connect') return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage('isoscope:connect', null, [port2])
  window.postMessage('isoscope:port', location.origin, [port1])
})
