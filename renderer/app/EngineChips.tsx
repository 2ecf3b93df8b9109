import { useApp } from '../store/app.ts'
import { type EngineView, useEngines } from '../store/engines.ts'
import { type Technology, technologyOrder } from '../ui/technologies.ts'
import classes from './App.module.css'
import { EngineChip } from './EngineChip.tsx'

export function EngineChips() {
  const engines = useEngines((state) => state.engines)
  const info = useApp((state) => state.info)
  const known = new Set(info?.contenders.map(({ technology }) => technology))
  const shown = technologyOrder.flatMap((technology): EngineView[] => {
    const view = engines[technology] ?? (known.has(technology) ? { state: 'checking' as const, technology } : undefined)
    return view && !isTakenForGranted(technology, view) ? [view] : []
  })
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
function isTakenForGranted(technology: Technology, { state }: EngineView): boolean {
  return technology === 'host' && (state === 'ready' || state === 'checking')
}
