import { technologies } from '../../main/contract/technology.ts'
import { useApp } from './app.ts'
import { type EngineView, useEngines } from './engines.ts'

/** Every engine of this machine's Isoscope in the order of the page: one that is compared is being checked until it has answered. */
export function useEngineViews(): readonly EngineView[] {
  const engines = useEngines((state) => state.engines)
  const info = useApp((state) => state.info)
  const known = new Set(info?.contenders.map(({ technology }) => technology))
  return technologies.flatMap((technology): EngineView[] => {
    const view = engines[technology] ?? (known.has(technology) ? { state: 'checking', technology } : undefined)
    return view ? [view] : []
  })
}
