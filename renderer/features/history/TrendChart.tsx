import { useId } from 'react'
import type { Unit } from '../../../main/contract/metrics.ts'
import type { Trend } from '../../../main/contract/trend.ts'
import { formatTick } from '../../../main/model/charts/scale.ts'
import { formatInterval, formatQuantity } from '../../../main/model/format.ts'
import { technologyLooks } from '../../../main/model/technologyLook.ts'
import { formatWhen } from '../../ui/formatWhen.ts'
import classes from './history.module.css'
import { layOutTrend, type PlacedLine, round, type TrendLayout } from './layOutTrend.ts'

interface TrendChartProps {
  readonly title: string
  readonly trend: Trend
  /** Pixels. */
  readonly width: number
}

/** A line per contender over the runs, whiskers for 95 % intervals, upgrades as labelled upright lines. */
export function TrendChart({ title, trend, width }: TrendChartProps) {
  const id = useId()
  const layout = layOutTrend(trend, width)
  if (layout === null || trend.unit === null) return null
  const unit = trend.unit
  return (
    <svg
      className={classes.chart}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      width={width}
      height={layout.height}
      viewBox={`0 0 ${width} ${layout.height}`}
    >
      <title id={`${id}-t`}>{title}</title>
      <desc id={`${id}-d`}>{describe(trend, unit)}</desc>
      <Axes layout={layout} unit={unit} />
      {layout.changes.map(({ runId, x, description }) => (
        <g key={runId} className={classes.change}>
          <title>{description}</title>
          <path d={`M${x} 4V${layout.plot.bottom}`} />
        </g>
      ))}
      {layout.changes.map((change) => (
        <g key={change.runId} className={classes.change}>
          <title>{change.description}</title>
          {change.labels.map(({ text, x, y, toLeft }) => (
            <text key={text} x={x} y={y} textAnchor={toLeft ? 'end' : 'start'}>
              {text}
            </text>
          ))}
        </g>
      ))}
      {layout.lines.map((line) => (
        <Line key={line.line.contender} placed={line} unit={unit} cap={layout.cap} labelX={layout.plot.right + 12} />
      ))}
    </svg>
  )
}

function Axes({ layout, unit }: { readonly layout: TrendLayout; readonly unit: Unit }) {
  const { plot, scale, dates } = layout
  return (
    <>
      {scale.ticks.map((tick) => {
        const y = round(scale.place(tick))
        return (
          <g key={tick}>
            <path className={classes.grid} d={`M${plot.left} ${y}H${plot.right}`} />
            <text className={classes.tick} x={plot.left - 8} y={y + 4} textAnchor="end">
              {formatTick(tick, unit)}
            </text>
          </g>
        )
      })}
      {dates.map(({ runId, startedAt, x }) => {
        const [date = '', time] = formatWhen(startedAt).split(', ')
        return (
          <text key={runId} className={classes.tick} x={x} y={plot.bottom + 16} textAnchor="middle">
            {date}
            <tspan x={x} dy={13}>
              {time}
            </tspan>
          </text>
        )
      })}
    </>
  )
}

/** Solid, then ever finer dashes for further contenders of the same technology. */
const dashes = [undefined, '6 3', '3 3', '1 3']

interface LineProps {
  readonly placed: PlacedLine
  readonly unit: Unit
  /** Half the width of a whisker's ends. */
  readonly cap: number
  readonly labelX: number
}

function Line({ placed, unit, cap, labelX }: LineProps) {
  const { line, points, labelY, variant } = placed
  const size = points.length > 150 ? 4 : 8
  return (
    <g style={{ color: `var(--iso-${line.technology})` }}>
      <path
        className={classes.line}
        strokeDasharray={dashes[Math.min(variant, dashes.length - 1)]}
        d={points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}
      />
      {points.map(({ point, x, y, whisker }) => (
        <g key={point.runId}>
          <title>{describePoint(line.title, point, unit)}</title>
          {whisker && (
            <path
              className={classes.whisker}
              d={`M${x} ${whisker.top}V${whisker.bottom}M${x - cap} ${whisker.top}h${2 * cap}M${x - cap} ${whisker.bottom}h${2 * cap}`}
            />
          )}
          <path
            fill="currentColor"
            transform={`translate(${x - size / 2} ${y - size / 2}) scale(${size / 10})`}
            d={technologyLooks[line.technology].shape}
          />
        </g>
      ))}
      <path
        fill="currentColor"
        transform={`translate(${labelX} ${labelY - 4}) scale(0.8)`}
        d={technologyLooks[line.technology].shape}
      />
      <text className={classes.lineName} x={labelX + 13} y={labelY + 4}>
        {line.title}
      </text>
    </g>
  )
}

function describePoint(title: string, point: PlacedLine['line']['points'][number], unit: Unit): string {
  const { startedAt, median, ci95, engineVersion } = point
  const interval = ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, unit, median)})` : ''
  const engine = engineVersion === null ? '' : `, engine ${engineVersion}`
  return `${title}, ${formatWhen(startedAt)}: ${formatQuantity(median, unit)}${interval}${engine}`
}

function describe({ lines, changes }: Trend, unit: Unit): string {
  const words = lines.map(({ title, points }) => {
    const [first, last] = [points.at(0), points.at(-1)]
    if (!first || !last) return ''
    if (points.length === 1) return `${title}: ${formatQuantity(last.median, unit)} in one run.`
    return `${title}: from ${formatQuantity(first.median, unit)} to ${formatQuantity(last.median, unit)} over ${points.length} runs.`
  })
  const upgrades = changes.map(
    ({ what, before, after, startedAt }) => `${what} from ${before} to ${after} on ${formatWhen(startedAt)}.`,
  )
  return [...words, ...upgrades].join(' ')
}
