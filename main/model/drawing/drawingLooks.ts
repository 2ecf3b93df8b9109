/**
 * How the classes of a drawing look, as attributes that SVG itself has: reports write them as rules of a style sheet, the page and
 * a copied picture put them on the elements. A later look goes before an earlier one; `text` stands for every text.
 */
export const drawingLooks: readonly (readonly [name: string, look: Look])[] = [
  ['text', { fill: 'dim', 'font-size': 11 }],
  ['name', { fill: 'text', 'font-size': 12 }],
  ['value', { fill: 'text', 'font-size': 12 }],
  ['head', { fill: 'text', 'font-weight': 600 }],
  // Written over lines, which stop before it.
  ['over', { fill: 'text', stroke: 'panel', 'stroke-width': 4, 'paint-order': 'stroke' }],
  ['small', { 'font-size': 10.5 }],
  // Words over lines: the ground shows around each letter.
  ['halo', { stroke: 'panel', 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' }],
  ['leader', { fill: 'none', stroke: 'own', 'stroke-width': 0.8 }],
  ['tick', { 'text-anchor': 'middle' }],
  ['end', { 'text-anchor': 'end' }],
  ['grid', { fill: 'none', stroke: 'line' }],
  ['median', { fill: 'none', stroke: 'text', 'stroke-width': 1.6 }],
  ['limit', { fill: 'none', stroke: 'dim', 'stroke-dasharray': '3 4' }],
  ['mark', { fill: 'own' }],
  ['hollow', { fill: 'panel', stroke: 'own', 'stroke-width': 1.6 }],
  ['mark-cut', { fill: 'none', stroke: 'panel', 'stroke-width': 2.2 }],
  ['hollow-cut', { fill: 'none', stroke: 'own', 'stroke-width': 1.6 }],
  ['cross', { fill: 'none', stroke: 'own', 'stroke-width': 1.4 }],
  ['ring', { fill: 'none', stroke: 'own', 'stroke-width': 1.4 }],
  ['whisker', { fill: 'none', stroke: 'own', 'stroke-width': 3, 'stroke-opacity': 0.45 }],
  ['interval', { fill: 'own', 'fill-opacity': 0.16 }],
  ['phase', { fill: 'own', stroke: 'panel', 'stroke-width': 1 }],
  ['fill', { fill: 'own', stroke: 'panel', 'stroke-width': 1 }],
  ['shade-0', { 'fill-opacity': 0.35 }],
  ['shade-1', { 'fill-opacity': 0.95 }],
  ['shade-2', { 'fill-opacity': 0.6 }],
  ['shade-3', { 'fill-opacity': 0.8 }],
  ['outline', { fill: 'none', stroke: 'own', 'stroke-width': 1.2 }],
  ['unexplained', { fill: 'none', stroke: 'own', 'stroke-width': 1.2, 'stroke-dasharray': '3 3' }],
  ['line', { fill: 'none', stroke: 'own', 'stroke-width': 2 }],
  ['fine', { 'stroke-width': 1.5 }],
  ['area', { fill: 'own', 'fill-opacity': 0.2 }],
  ['dashed', { 'stroke-width': 1.5, 'stroke-dasharray': '5 4' }],
]

/** Values are what SVG takes, or a colour's name: one of the palette's, or `own`, that of the technology drawn. */
export type Look = Readonly<Record<string, string | number>>

export const paletteNames = ['text', 'dim', 'line', 'panel'] as const
export type PaletteName = (typeof paletteNames)[number]

/** The looks as CSS within `.chart`; colours are variables of the same names, the technology's is the current one. */
export function listLookRules(): readonly string[] {
  return drawingLooks.map(([name, look]) => {
    const rules = Object.entries(look).map(([property, value]) => `${property}:${toCss(property, value)}`)
    return `.chart ${name === 'text' ? name : `.${name}`}{${rules.join(';')}}`
  })
}

function toCss(property: string, value: string | number): string {
  if (value === 'own') return 'currentColor'
  if (paletteNames.some((name) => name === value)) return `var(--${value})`
  return property === 'font-size' ? `${value}px` : String(value)
}
