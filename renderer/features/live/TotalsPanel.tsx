import { Loader, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Total } from '../../../main/contract/live.ts'
import { lineDashes } from '../../../main/model/live/lineDashes.ts'
import { useLive } from '../../store/live.ts'
import { Panel } from '../../ui/Panel.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { technologyFacts, technologyOrder } from '../../ui/technologies.ts'
import { formatBytes, formatCpu } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'

const TotalCharts = lazy(async () => ({ default: (await import('./TotalCharts.tsx')).TotalCharts }))

/** Each technology in all: now, and over the last quarter of an hour or day. */
export function TotalsPanel() {
  const totals = useLive((state) => state.totals)
  const shown = totals
    .filter(({ instances }) => instances > 0)
    .sort((a, b) => technologyOrder.indexOf(a.technology) - technologyOrder.indexOf(b.technology))
  if (shown.length === 0) return null
  return (
    <Panel label="In all">
      <div className={classes.totals}>
        <ul className={classes.totalList} aria-label="Technologies in all">
          {shown.map((total) => (
            <TotalLine key={total.technology} total={total} />
          ))}
        </ul>
        {shown.some(({ running }) => running > 0) && (
          <Suspense fallback={<Loader size="sm" role="status" aria-label="Loading the charts" />}>
            <TotalCharts />
          </Suspense>
        )}
      </div>
    </Panel>
  )
}

function TotalLine({ total: { technology, instances, running, cpuShare, memoryBytes } }: { readonly total: Total }) {
  return (
    <li className={classes.total}>
      <span className={classes.key}>
        <TechnologyMark technology={technology} />
        <svg width="24" height="4" aria-hidden="true" style={{ color: `var(--iso-${technology})` }}>
          <path
            d="M0 2h24"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeDasharray={lineDashes[technology].join(' ')}
          />
        </svg>
      </span>
      <span>
        <strong>{technologyFacts[technology].title}</strong>
        <Text size="xs" c="dimmed">
          {running} of {instances} running
        </Text>
      </span>
      <span className={classes.totalFigures}>
        <span>
          {formatCpu(cpuShare)} <span className={shared.dimmed}>CPU</span>
        </span>
        <span>
          {formatBytes(memoryBytes)} <span className={shared.dimmed}>memory</span>
        </span>
      </span>
    </li>
  )
}
