/** Pixels: in less a chart has no room for its names beside its plot. */
const leastColumn = 470
/** Between cards, and what a card has around its chart. */
const gap = 12
const around = 30
/** A row of bars longer than this is harder to follow, not easier. */
const widestChart = 1040

/** How many charts stand abreast in this width, and how wide each is drawn: its letters keep their size. Pixels. */
export function chooseColumns(width: number): { readonly columns: 1 | 2; readonly chartWidth: number } {
  const half = Math.floor((width - gap) / 2)
  const columns = half >= leastColumn ? 2 : 1
  return { columns, chartWidth: fitChart(columns === 2 ? half : width) }
}

/** How wide a chart is drawn in a card of this width. Pixels. */
export function fitChart(cardWidth: number): number {
  return Math.min(widestChart, Math.max(leastColumn - around, cardWidth - around))
}
