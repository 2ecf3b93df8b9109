// In the isolated world of every frame, before anything of the page: what a sandboxed preload may require, and then the preload.
// Frames below the main one get no preload, as in Electron without nodeIntegrationInSubFrames.
;({ binding, secret, preload }) => {
  const toMain = (message) => globalThis[binding](JSON.stringify(message))
  const refuse = (name, known) =>
    new Proxy(known, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target) return target[key]
        throw new Error(`The stand-in for Electron has no ${name}.${String(key)}.`)
      },
    })

  // Values cross as JSON, bytes within it as text.
  const encode = (value) =>
    JSON.stringify([value], function (key) {
      const raw = this[key]
      if (raw instanceof Uint8Array)
        return { $bytes: btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join('')) }
      if (typeof raw === 'function' || (typeof raw === 'object' && raw !== null && !isPlain(raw)))
        throw new Error(`The stand-in for Electron does not carry ${Object.prototype.toString.call(raw)}.`)
      return raw
    })
  const isPlain = (value) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
  const decode = (text) =>
    JSON.parse(text, (_key, value) =>
      typeof value?.$bytes === 'string' ? Uint8Array.from(atob(value.$bytes), (each) => each.charCodeAt(0)) : value,
    )[0]

  const ports = new Map()
  const postMessage = (channel, message, transfer = []) => {
    const ids = transfer.map((port) => {
      const id = crypto.randomUUID()
      ports.set(id, port)
      port.onmessage = ({ data }) => toMain({ type: 'port', id, data: encode(data) })
      port.addEventListener('close', () => toMain({ type: 'closed', id }))
      return id
    })
    toMain({ type: 'post', channel, message: encode(message), ports: ids })
  }

  const functions = []
  const copyOut = (value) => {
    if (typeof value === 'function') return { $function: functions.push(value) - 1 }
    if (Array.isArray(value)) return value.map(copyOut)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOut(each)]))
  }
  const tell = (name, detail) => window.dispatchEvent(new CustomEvent(`${secret}:${name}`, { detail }))
  window.addEventListener(`${secret}:call`, ({ detail: { index, args } }) => {
    try {
      tell('result', { value: copyOut(functions[index](...args)) })
    } catch (error) {
      tell('result', { error: String(error?.message ?? error) })
    }
  })
  window.addEventListener(`${secret}:ask`, ({ detail }) => toMain({ type: 'ask', ...detail }))

  // For main to reach in with, and for a test that plays a page whose process was taken over.
  globalThis.standIn = {
    deliver: (id, text) => ports.get(id)?.postMessage(decode(text)),
    close: (id) => ports.get(id)?.close(),
    decided: (id) => tell('decided', { id }),
    postMessage,
  }

  if (window.top !== window) return
  const modules = {
    electron: refuse('electron, in a preload,', {
      contextBridge: refuse('contextBridge', {
        exposeInMainWorld: (name, value) => tell('expose', { name, value: copyOut(value) }),
      }),
      ipcRenderer: refuse('ipcRenderer', { postMessage }),
    }),
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  }
  const require = (name) => {
    const found = modules[name.replace(/^node:/, '')]
    if (!found) throw new Error(`module not found: ${name}`)
    return found
  }
  const module = { exports: {} }
  preload(require, module, module.exports)
  tell('ready', null)
}
