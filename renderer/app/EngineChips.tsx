import type { EngineView } from '../store/engines.ts'
import { useEngineViews } from '../store/useEngineViews.ts'
import classes from './App.module.css'
import { EngineChip } from './EngineChip.tsx'

export function EngineChips() {
  const shown = useEngineViews().filter((view) => !isTakenForGranted(view))
  return (
    <ul className={classes.chips} aria-label="Engines">
      {shown.map((view) => (
        <li key={view.technology}>
          <EngineChip view={view} />
        </li>
      ))}
    </ul>
  )
}

/** The host is no engine; it is worth a chip only when something is wrong with it. */
function isTakenForGranted({ technology, state }: EngineView): boolean {
  return technology === 'host' && (state === 'ready' || state === 'checking')
}
