import type { Progress } from '../../contract/run.ts'
import { formatDuration } from '../../model/format.ts'

interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Shows where a run is: one line rewritten in place on a terminal, a line per change of round or preparation elsewhere. */
export function createProgressPrinter(output: Output, quiet: boolean) {
  let last = ''
  const onTerminal = output.isTTY === true
  return {
    show: (progress: Progress): void => {
      if (quiet) return
      // After the rounds a step takes long, and there are few.
      const line = onTerminal || progress.stage === 'after' ? describeNow(progress) : describeStage(progress)
      if (line === last) return
      last = line
      output.write(onTerminal ? `\r\u001b[2K${line.slice(0, (output.columns ?? 80) - 1)}` : `${line}\n`)
    },
    end: (): void => {
      if (!quiet && onTerminal && last !== '') output.write('\r\u001b[2K')
    },
  }
}

function describeNow(progress: Progress): string {
  const busy = progress.contenders.find(({ step, status }) => step !== null || status === 'preparing')
  if (progress.status !== 'running') return describeStage(progress)
  const doing = busy ? `${busy.title}: ${busy.step ?? 'preparing'}` : 'settling'
  return [describeStage(progress), doing].filter((part) => !part.startsWith('preparing')).join(' · ') || doing
}

function describeStage(progress: Progress): string {
  if (progress.status !== 'running') return `${progress.status} after ${formatDuration(progress.elapsedMs)}`
  const preparing = progress.contenders.find(({ status }) => status === 'pending' || status === 'preparing')
  if (progress.stage === 'after') return 'after the rounds'
  if (preparing) return `preparing ${preparing.title}${preparing.step ? `: ${preparing.step}` : ''}`
  const round = progress.round === 0 ? 'warm-up round' : `round ${progress.round} of ${progress.roundsRequested}`
  // Rounded to 5 s, so that a log is not filled with a line for every step.
  const left =
    progress.remainingMs === null
      ? ''
      : ` · about ${formatDuration(Math.ceil(progress.remainingMs / 5000) * 5000)} left`
  return round + left
}
