import type { Instance } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useActivities } from '../../store/activities.ts'
import { actionWords } from '../../ui/actionWords.ts'
import classes from './instances.module.css'

/** A shape for each beside the word. */
const shapes: Readonly<Record<Instance['state'], { readonly path: string; readonly filled: boolean }>> = {
  running: { path: 'M5 1.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z', filled: true },
  paused: { path: 'M2 1.5h2v7H2zM6 1.5h2v7H6z', filled: true },
  stopped: { path: 'M1.5 1.5h7v7h-7z', filled: false },
  created: { path: 'M5 1.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z', filled: false },
  unknown: { path: 'M1.5 5h7', filled: false },
}

/** What it does, or what is being done to it. */
export function RowState({ instance: { id, state, stale } }: { readonly instance: ListedInstance }) {
  const action = useActivities(
    ({ list }) => list?.find((one) => one.instance === id && one.state === 'running')?.action,
  )
  const { path, filled } = shapes[state]
  return (
    <span className={classes.state} data-state={state}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d={path} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.2" />
      </svg>
      {action ? `${actionWords[action].going}…` : state}
      {stale && <span className={classes.stale}>stale</span>}
    </span>
  )
}
