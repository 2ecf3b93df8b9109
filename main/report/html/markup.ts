import type { Drawing } from '../../model/drawing/drawing.ts'
import { escapeMarkup } from '../../model/drawing/escapeMarkup.ts'
import { serialiseDrawing } from '../../model/drawing/serialiseDrawing.ts'

/** A piece of HTML or SVG that is safe to show. Only `markup` makes one, so nothing reaches a page unescaped. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | Drawing | readonly Markup[] | null

/** A template whose values are escaped, in text and between double quotes alike. A drawing is written out; null is nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: strings.map((part, index) => part + toText(values[index])).join('') }
}

function toText(value: Value | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeMarkup(value)
  if ('tag' in value) return serialiseDrawing(value)
  return 'markup' in value ? value.markup : value.map((piece) => piece.markup).join('')
}
