import { TickAll } from '../../ui/TickAll.tsx'
import { tickAll, useInstanceView } from '../instances/instanceView.ts'

interface TickInstancesProps {
  readonly ids: readonly string[]
  readonly label: string
  readonly tabIndex?: number
}

/** A box for all of them. */
export function TickInstances({ ids, label, tabIndex }: TickInstancesProps) {
  const ticked = useInstanceView((state) => ids.reduce((count, id) => count + (state.ticked.has(id) ? 1 : 0), 0))
  return (
    <TickAll
      count={ids.length}
      ticked={ticked}
      label={label}
      tabIndex={tabIndex}
      onTick={(taken) => tickAll(ids, taken)}
    />
  )
}
