/** When a newer version is looked for, downloaded and installed; nothing here imports electron or electron-updater. */

/** What is used of electron-updater. */
export interface Updater {
  /** The newer version there is, or `null`. */
  find(): Promise<string | null>
  /** Downloads what was found; installed when the app quits. Rejects when aborted. */
  download(signal: AbortSignal): Promise<void>
}

export interface UpdateOptions {
  readonly updater: Updater
  /** A run's figures must not have a download in them: nothing is looked for or fetched while one goes on. */
  readonly isComparing: () => boolean
  readonly ask: (message: string, detail: string, yes: string) => Promise<boolean>
  readonly tell: (message: string, detail?: string) => void
  /** When it was looked for last, in milliseconds since 1970; kept from one start to the next. */
  readonly lastCheck: { read(): number; write(at: number): void }
  readonly now: () => number
  readonly onLog: (line: string) => void
}

export interface Updates {
  /** For the menu: says what comes of it, whatever that is. */
  checkNow(): Promise<void>
  /** Looks once a day, as long as the app runs. */
  start(): void
  stop(): void
}

const minute = 60_000
const day = 24 * 60 * minute
/** How soon a download ends after a run has begun. */
const watchEvery = 500

export function createUpdates(options: UpdateOptions): Updates {
  const { updater, isComparing, tell } = options
  /** What the user said no to is offered again when they ask, not by itself. */
  const declined = new Set<string>()
  let isBusy = false
  let timer: NodeJS.Timeout | undefined

  const look = async (isAsked: boolean): Promise<void> => {
    options.lastCheck.write(options.now())
    const version = await updater.find()
    if (version === null) {
      if (isAsked) tell('Isoscope is up to date.')
      return
    }
    if (!isAsked && declined.has(version)) return
    const detail = 'It is downloaded now and installed when Isoscope quits. Nothing is downloaded during a comparison.'
    if (!(await options.ask(`Isoscope ${version} is available.`, detail, 'Download'))) {
      declined.add(version)
      return
    }
    const isComplete = await downloadBetweenRuns()
    if (isComplete) tell(`Isoscope ${version} is installed when Isoscope quits.`)
    else
      tell('The download has stopped, because a comparison is running.', 'Check for updates again when it has ended.')
  }

  const downloadBetweenRuns = async (): Promise<boolean> => {
    if (isComparing()) return false
    const aborting = new AbortController()
    const watch = setInterval(() => isComparing() && aborting.abort(), watchEvery)
    try {
      await updater.download(aborting.signal)
      return true
    } catch (error) {
      if (aborting.signal.aborted) return false
      throw error
    } finally {
      clearInterval(watch)
    }
  }

  const check = async (isAsked: boolean): Promise<void> => {
    if (isBusy || isComparing()) {
      if (!isAsked) return
      if (isBusy) tell('Isoscope is already looking for an update or downloading it.')
      else tell('A comparison is running.', 'Updates are looked for when it has ended.')
      return
    }
    isBusy = true
    try {
      await look(isAsked)
    } catch (error) {
      options.onLog(`updates: ${error instanceof Error ? error.message : String(error)}`)
      if (isAsked) tell('The update cannot be had.', 'The computer may be offline; the log on the terminal says more.')
    } finally {
      isBusy = false
    }
  }

  return {
    checkNow: () => check(true),
    start: () => {
      timer ??= setInterval(() => {
        if (options.now() - options.lastCheck.read() >= day) void check(false)
      }, minute)
      timer.unref()
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
    },
  }
}
