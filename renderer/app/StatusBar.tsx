import { formatDuration, formatPercent, formatQuantity, NO_BREAK_SPACE } from '../../main/model/format.ts'
import { useActiveRun } from '../store/activeRun.ts'
import { useApp, watchCost } from '../store/app.ts'
import { useConnection } from '../store/connection.ts'
import { useWhileSeen } from '../store/useWhileSeen.ts'
import classes from './App.module.css'
import { Leftovers } from './Leftovers.tsx'

export function StatusBar() {
  const info = useApp((state) => state.info)
  const cost = useApp((state) => state.cost)
  useWhileSeen(watchCost)
  return (
    <footer className={classes.footer}>
      <span className={classes.unbroken}>
        host{' '}
        {info
          ? `${info.cores} ${info.cores === 1 ? 'core' : 'cores'} · ${formatQuantity(info.memoryBytes, 'bytes')}`
          : '–'}
      </span>
      <span className={classes.unbroken}>CPU {formatShare(cost?.host.cpuShare ?? null)}</span>
      <span className={classes.unbroken}>
        memory {cost ? formatPart(cost.host.memoryUsed, cost.host.memoryTotal) : '–'}
      </span>
      <Activity />
      <span className={classes.unbroken}>
        Isoscope itself:{' '}
        {cost ? `${formatShare(cost.cpuShare)} CPU · ${formatQuantity(cost.memoryBytes, 'bytes')}` : '–'}
      </span>
      <Leftovers />
      {info && <span className={classes.unbroken}>{info.version}</span>}
    </footer>
  )
}

function Activity() {
  const { phase, progress } = useActiveRun()
  const { state } = useConnection()
  return <span className={classes.activity}>{describe()}</span>

  function describe(): string {
    if (state === 'connecting') return 'connecting…'
    if (state === 'lost') return 'no connection'
    if (state === 'refused') return 'not signed in'
    if (phase === 'idle') return 'nothing is being measured'
    if (phase === 'cancelling') return 'cancelling, and removing what the run made…'
    if (progress === null) return 'starting a comparison…'
    return `comparing · round ${progress.round} of ${progress.roundsRequested} · ${formatDuration(progress.elapsedMs)}`
  }
}

/** `2.10 / 23.5 GiB`: the unit once where both have it. */
function formatPart(part: number, whole: number): string {
  const [figure = '', unit] = formatQuantity(part, 'bytes').split(NO_BREAK_SPACE)
  const total = formatQuantity(whole, 'bytes')
  return `${total.endsWith(`${NO_BREAK_SPACE}${unit}`) ? figure : `${figure}${NO_BREAK_SPACE}${unit}`} / ${total}`
}

/** Of one core, or of all of them. Below a tenth of a per cent the digits are noise. */
function formatShare(share: number | null): string {
  if (share === null) return '–'
  return share > 0 && share < 0.001 ? `<${NO_BREAK_SPACE}${formatPercent(0.001)}` : formatPercent(share)
}
