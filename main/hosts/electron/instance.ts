import type { App } from 'electron'

export interface InstanceOptions {
  /** Another start was made and has ended; its arguments. */
  readonly onSecondStart: (argv: readonly string[]) => void
  readonly onLog: (line: string) => void
}

/**
 * Whether this is the only instance of its folder. When it is not, the other one is told of this start, and this one ends.
 * Before anything that takes long or that two must not do at once.
 */
export function becomeOnlyInstance(app: App, options: InstanceOptions): boolean {
  if (!app.requestSingleInstanceLock()) {
    options.onLog('Isoscope is open already: its window comes to the front.')
    app.quit()
    return false
  }
  app.on('second-instance', (_event, argv) => options.onSecondStart(argv))
  return true
}
