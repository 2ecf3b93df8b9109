// In the page's own world, before anything of the page: what contextBridge exposes arrives here as frozen copies, and what
// asks for a permission waits until the app has decided. The words between the worlds are secret, so no page can say them.
;({ secret }) => {
  const { dispatchEvent, addEventListener } = window
  const listen = (name, act) => addEventListener.call(window, `${secret}:${name}`, ({ detail }) => act(detail))
  const tell = (name, detail) => dispatchEvent.call(window, new CustomEvent(`${secret}:${name}`, { detail }))

  let result = {}
  listen('result', (detail) => {
    result = detail
  })
  const copyIn = (value) => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return Object.freeze(value.map(copyIn))
    if (typeof value.$function !== 'number') {
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyIn(each)])))
    }
    return (...args) => {
      tell('call', { index: value.$function, args })
      if (result.error !== undefined) throw new Error(result.error)
      return copyIn(result.value)
    }
  }
  let isReady = false
  listen('expose', ({ name, value }) => {
    if (!isReady) Object.defineProperty(window, name, { value: copyIn(value), enumerable: true })
  })
  listen('ready', () => {
    isReady = true
  })

  const waiting = new Map()
  let lastId = 0
  listen('decided', ({ id }) => waiting.get(id)?.())
  const ask = (permission) =>
    new Promise((resolve) => {
      waiting.set(++lastId, resolve)
      tell('ask', { id: lastId, permission })
    })
  const guard = (object, method, permission) => {
    const original = object?.[method]
    if (original) object[method] = (...args) => ask(permission).then(() => original.apply(object, args))
  }
  guard(window.Notification, 'requestPermission', 'notifications')
  guard(navigator.geolocation, 'getCurrentPosition', 'geolocation')
  guard(navigator.mediaDevices, 'getUserMedia', 'media')
  guard(navigator.clipboard, 'readText', 'clipboard-read')
}
