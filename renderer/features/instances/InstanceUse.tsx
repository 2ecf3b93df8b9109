import { useEffect } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { useLive } from '../../store/live.ts'
import { seeRow, useRowSeries } from '../../store/rowSeries.ts'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { formatBytes, formatCpu, isRunning, leastTop } from './describeUse.ts'
import classes from './instances.module.css'

const size = { width: 240, height: 56 }

/** The last minute of CPU and memory, larger than in its row. */
export function InstanceUse({ instance }: { readonly instance: ListedInstance }) {
  const { id, technology } = instance
  const looks = useLive((state) => state.looks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look begins with no lines at all
  useEffect(() => seeRow(id), [id, looks])
  const series = useRowSeries(({ byId }) => byId.get(id))
  const usage = useLive((state) => state.usage.get(id))
  if (!isRunning(instance)) return null
  const lines = [
    { name: 'CPU', now: formatCpu(usage?.cpuShare), figure: 'cpuShare', format: formatCpu },
    { name: 'Memory', now: formatBytes(usage?.memoryBytes), figure: 'memoryBytes', format: formatBytes },
  ] as const
  return (
    <div className={classes.use}>
      {lines.map(({ name, now, figure, format }) => (
        <figure key={figure} className={classes.useFigure}>
          <figcaption>
            <span className={classes.dimmed}>{name}, last minute</span>{' '}
            <strong className={classes.figure}>{now}</strong>
          </figcaption>
          {series && (
            <Sparkline
              technology={technology}
              values={series[figure]}
              least={leastTop[figure]}
              {...size}
              label={describeRange(name, series[figure], format)}
            />
          )}
        </figure>
      ))}
    </div>
  )
}

function describeRange(name: string, values: readonly (number | null)[], format: (value: number) => string): string {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return `${name} of the last minute: not known yet`
  return `${name} of the last minute: ${format(Math.min(...known))} to ${format(Math.max(...known))}`
}
