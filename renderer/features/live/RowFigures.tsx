import type { ListedInstance } from '../../../main/contract/live.ts'
import { useConnection } from '../../store/connection.ts'
import { useLive } from '../../store/live.ts'
import { useRowSeries } from '../../store/rowSeries.ts'
import { GridCell } from '../../ui/gridCells.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { Unseen } from '../../ui/Unseen.tsx'
import { dash, explainDash, formatBytes, formatBytesPerSecond, formatCpu, leastTop } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'

const size = { width: 76, height: 26 }

/** What it uses now; drawn again only when its own figures change. */
export function RowFigures({ instance }: { readonly instance: ListedInstance }) {
  const { id, technology, stale } = instance
  const usage = useLive((state) => (stale ? undefined : state.usage.get(id)))
  const paused = useLive((state) => state.paused)
  const series = useRowSeries(({ byId }) => byId.get(id))
  const isOpen = useConnection(({ state }) => state === 'open')
  const why = (value: number | null | undefined) =>
    isOpen || value != null ? explainDash(instance, value, paused) : 'There is no connection to Isoscope.'
  return (
    <>
      <FigureCell title={why(usage?.cpuShare)} text={formatCpu(usage?.cpuShare)}>
        {series && <Sparkline technology={technology} values={series.cpuShare} least={leastTop.cpuShare} {...size} />}
      </FigureCell>
      <FigureCell title={why(usage?.memoryBytes)} text={formatBytes(usage?.memoryBytes)}>
        {series && (
          <Sparkline technology={technology} values={series.memoryBytes} least={leastTop.memoryBytes} {...size} />
        )}
      </FigureCell>
      <RateCell
        title={why(usage?.networkReceived ?? usage?.networkSent)}
        rates={[usage?.networkReceived, usage?.networkSent]}
        labels={['received', 'sent']}
      />
      <RateCell
        title={why(usage?.blockRead ?? usage?.blockWritten)}
        rates={[usage?.blockRead, usage?.blockWritten]}
        labels={['read', 'written']}
      />
    </>
  )
}

interface FigureCellProps {
  /** Why there is no figure. */
  readonly title: string | undefined
  readonly text: string
  readonly children: React.ReactNode
}

function FigureCell({ title, text, children }: FigureCellProps) {
  return (
    <GridCell className={classes.figureCell} title={title}>
      <span className={classes.line}>{children}</span>
      <span className={shared.figure}>{text}</span>
    </GridCell>
  )
}

interface RateCellProps {
  readonly title: string | undefined
  readonly rates: readonly [number | null | undefined, number | null | undefined]
  readonly labels: readonly [keyof typeof marks, keyof typeof marks]
}

function RateCell({ title, rates: [first, second], labels }: RateCellProps) {
  const isUnknown = first == null && second == null
  return (
    <GridCell className={classes.rateCell} title={title}>
      {isUnknown ? (
        <span>{dash}</span>
      ) : (
        <>
          <span>
            {formatBytesPerSecond(first)} <Label text={labels[0]} />
          </span>
          <span>
            {formatBytesPerSecond(second)} <Label text={labels[1]} />
          </span>
        </>
      )}
    </GridCell>
  )
}

/** An arrow or a letter to see, the word for those who do not. */
function Label({ text }: { readonly text: keyof typeof marks }) {
  return (
    <>
      <span className={classes.mark} aria-hidden="true">
        {marks[text]}
      </span>
      <Unseen>{text}</Unseen>
    </>
  )
}

const marks = { received: '↓', sent: '↑', read: 'r', written: 'w' } as const
