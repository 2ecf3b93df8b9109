import type { Drawing } from '../../../../main/model/drawing/drawing.ts'

/** Pixels: in less a chart has no room for its names beside its plot. */
const leastColumn = 470
/** Between cards. */
export const cardGap = 12
/** What a card has around its chart at the sides, and above and below with its title and note. */
const around = 30
const head = 100
/** A row of bars longer than this is harder to follow, not easier. */
const widestChart = 1040

/** How many charts stand abreast in this width, and how wide each is drawn: its letters keep their size. Pixels. */
export function chooseColumns(width: number): { readonly columns: 1 | 2; readonly chartWidth: number } {
  const half = Math.floor((width - cardGap) / 2)
  const columns = half >= leastColumn ? 2 : 1
  return { columns, chartWidth: fitChart(columns === 2 ? half : width) }
}

/** How wide a chart is drawn in a card of this width. Pixels. */
export function fitChart(cardWidth: number): number {
  return Math.min(widestChart, Math.max(leastColumn - around, cardWidth - around))
}

/** About how high the card of a chart is. Pixels. */
export function estimateCard(chart: Drawing | null): number {
  const [, , , height = 0] = String(chart?.attributes.viewBox ?? '')
    .split(' ')
    .map(Number)
  return height + head
}

/** The column of each card, from 0: in their order, each where the least stands so far, so that both end at about one height. */
export function arrangeCards(heights: readonly number[], columns: number): readonly number[] {
  const filled = Array.from({ length: columns }, () => 0)
  return heights.map((height) => {
    const column = filled.indexOf(Math.min(...filled))
    filled[column] = (filled[column] ?? 0) + height + cardGap
    return column
  })
}
