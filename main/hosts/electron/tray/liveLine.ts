import { formatPercent, formatQuantity, NO_BREAK_SPACE } from '../../../model/format.ts'
import { technologyTitles } from '../../../model/technologyTitles.ts'
import type { TrayState } from './trayState.ts'

const dash = '–'

/**
 * One line for each technology of which something runs: `Docker 2 · 12 % · 340 MiB`. CPU is a share of one core. Figures are
 * coarse on purpose: a menu is built anew for each change, and closes under the pointer on some desktops.
 */
export function describeLive({
  instances,
  totals,
  paused,
}: Pick<TrayState, 'instances' | 'totals' | 'paused'>): readonly string[] {
  if (instances === null) return ['Nothing is known yet']
  const running = instances.filter(({ state, stale }) => state === 'running' && !stale)
  const technologies = [...new Set(running.map(({ technology }) => technology))]
  const lines = technologies.map((technology) => {
    const count = running.filter((one) => one.technology === technology).length
    const name = `${technologyTitles[technology]} ${count}`
    if (paused !== null) return name
    const total = totals.find((one) => one.technology === technology)
    return `${name} · ${formatCpu(total?.cpuShare ?? null)} · ${formatMemory(total?.memoryBytes ?? null)}`
  })
  const why = paused === null ? [] : [`No figures at present: ${paused}`]
  return lines.length === 0 && paused === null ? ['Nothing is running'] : [...lines, ...why]
}

/** Whole per cents below 10, steps of 5 above. */
function formatCpu(share: number | null): string {
  if (share === null) return dash
  const percent = share * 100
  if (percent > 0 && percent < 1) return `<${NO_BREAK_SPACE}1${NO_BREAK_SPACE}%`
  const step = percent < 10 ? 1 : 5
  return formatPercent((Math.round(percent / step) * step) / 100).replace(/\.0(?=\D)/, '')
}

/** Two digits: `340 MiB`, `1.2 GiB`. */
function formatMemory(bytes: number | null): string {
  if (bytes === null) return dash
  const unit = 2 ** (10 * Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const rounded = Number((bytes / unit).toPrecision(2)) * unit
  return formatQuantity(Math.round(rounded), 'bytes')
    .replace(/(\.\d*?)0+(?=\D)/, '$1')
    .replace(/\.(?=\D)/, '')
}
