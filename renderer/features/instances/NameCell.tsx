import type { ListedInstance } from '../../../main/contract/live.ts'
import { useActivities } from '../../store/activities.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { technologyFacts } from '../../ui/technologies.ts'
import shared from './instances.module.css'
import { useInstanceView } from './instanceView.ts'
import classes from './table.module.css'

interface NameCellProps {
  readonly instance: ListedInstance
  readonly tabIndex: number
  /** Small below the name, while nothing is done to it. */
  readonly note: string
}

/** What it is called, and what is being done to it. */
export function NameCell({ instance: { id, name, technology, stale }, tabIndex, note }: NameCellProps) {
  const activity = useActivities(({ list }) => list?.find((one) => one.instance === id && one.state === 'running'))
  const going = activity && `${actionWords[activity.action].going}…`
  return (
    <div className={classes.nameCell}>
      <TechnologyMark technology={technology} label={technologyFacts[technology].title} />
      <div className={classes.names}>
        <button
          type="button"
          className={shared.name}
          tabIndex={tabIndex}
          title={name}
          onClick={() => useInstanceView.setState({ opened: id })}
        >
          {name}
        </button>
        <span className={shared.second} title={activity?.progress?.step}>
          {going ?? note}
          {stale && <span className={shared.stale}> stale</span>}
        </span>
      </div>
    </div>
  )
}
