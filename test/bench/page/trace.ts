import type { Browser } from 'playwright-core'

/** What Chromium's tracing writes of one event; times in microseconds. docs: Trace Event Format. */
export interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** What of `dur` the thread had the processor. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Everything that the browser does while `work` goes on. */
export async function traceBrowser(browser: Browser, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve, reject) => {
    session.on('Tracing.tracingComplete', () => resolve())
    browser.on('disconnected', () => reject(new Error('The browser ended.')))
  })
  complete.catch(() => undefined)
  const includedCategories = ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata']
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } })
  try {
    await work()
  } finally {
    await session.send('Tracing.end')
    await complete
    await session.detach()
  }
  return events
}

export interface Task {
  /** Milliseconds, of wall and of processor time. */
  readonly wall: number
  readonly cpu: number
}

/** The tasks of the main threads of pages, the longest first. */
export function listMainTasks(events: readonly TraceEvent[]): readonly Task[] {
  const mains = new Set(
    events
      .filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(nameThread),
  )
  return events
    .filter((event) => event.name === 'RunTask' && event.dur !== undefined && mains.has(nameThread(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }))
    .sort((a, b) => b.wall - a.wall)
}

function nameThread({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`
}
