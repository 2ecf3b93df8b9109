/*
 * A browser drops what it loads when the machine's network changes, which every container that starts may do, loopback or not.
 * A part of the program that did not come is not asked for again by its `import()`; a reload asks for all of it, and the address
 * says what was shown.
 */

/** Of what fails for good, the error is shown. */
const mostReloads = 3
/** Milliseconds. */
const within = 60_000
const pause = 500

const timesKey = 'isoscope.reloads'

/** From now on. docs: Vite, "Load Error Handling". */
export function reloadWhenCutOff(): void {
  window.addEventListener('vite:preloadError', () => {
    const times = readTimes().filter((time) => Date.now() - time < within)
    if (times.length >= mostReloads) return
    sessionStorage.setItem(timesKey, JSON.stringify([...times, Date.now()]))
    setTimeout(() => void reloadIfServed(), pause)
  })
}

/** Nothing would be left to look at where the server has ended. */
async function reloadIfServed(): Promise<void> {
  const isServed = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (isServed) location.reload()
}

function readTimes(): readonly number[] {
  try {
    const times: unknown = JSON.parse(sessionStorage.getItem(timesKey) ?? '[]')
    return Array.isArray(times) ? times.filter((time) => typeof time === 'number') : []
  } catch {
    return []
  }
}
