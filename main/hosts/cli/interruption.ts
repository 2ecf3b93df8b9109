const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

interface Interruption {
  /** The exit code of the signal that came; undefined when none did. */
  exitCode(): number | undefined
  stop(): void
}

/** The first signal calls `onFirst`; a second one ends the process at once and leaves what is left to a sweep. */
export function watchSignals(onFirst: () => void): Interruption {
  let code: number | undefined
  let firstAt = 0
  const onSignal = (signal: NodeJS.Signals) => {
    const own = codes[signal as keyof typeof codes]
    if (code !== undefined) {
      // One Ctrl-C comes twice: from the terminal, and handed on by the process that started this one.
      if (performance.now() - firstAt > 1_000) process.exit(own)
      return
    }
    code = own
    firstAt = performance.now()
    onFirst()
  }
  for (const signal of Object.keys(codes)) process.on(signal, onSignal)
  return {
    exitCode: () => code,
    stop: () => {
      for (const signal of Object.keys(codes)) process.off(signal, onSignal)
    },
  }
}

/** Work that a signal aborts. Resolves with its exit code, or the signal's, once it has ended. */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController()
  const interruption = watchSignals(() => controller.abort())
  try {
    const code = await work(controller.signal)
    return interruption.exitCode() ?? code
  } catch (error) {
    const code = interruption.exitCode()
    if (code === undefined) throw error
    return code
  } finally {
    interruption.stop()
  }
}
