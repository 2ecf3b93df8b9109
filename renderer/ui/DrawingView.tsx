import { createElement, type ReactNode } from 'react'
import type { Drawing, DrawingAttributes } from '../../main/model/drawing/drawing.ts'
import { type Palette, paintDrawing } from '../../main/model/drawing/paintDrawing.ts'
import { technologyOrder } from './technologies.ts'
import classes from './ui.module.css'

/** Variables of the theme, so that a drawing follows it without being drawn anew. */
const palette: Palette = {
  text: 'var(--mantine-color-text)',
  dim: 'var(--mantine-color-dimmed)',
  line: 'var(--iso-line)',
  panel: 'var(--iso-panel)',
  technologies: Object.fromEntries(
    technologyOrder.map((technology) => [technology, `var(--iso-${technology})`]),
  ) as Palette['technologies'],
}

/** A drawing as elements of the page; its text is text, and no markup is put in. */
export function DrawingView({ drawing }: { readonly drawing: Drawing }) {
  return <div className={classes.drawing}>{toElement(withSize(paintDrawing(drawing, palette)), 0)}</div>
}

/** One unit of the drawing is one pixel, so that its letters are as large as they say. */
function withSize(drawing: Drawing): Drawing {
  const [, , width = 0, height = 0] = String(drawing.attributes.viewBox).split(' ').map(Number)
  return { ...drawing, attributes: { ...drawing.attributes, width, height } }
}

function toElement({ tag, attributes, children }: Drawing, key: number): ReactNode {
  const inside = children.map((child, index) => (typeof child === 'string' ? child : toElement(child, index)))
  return createElement(tag, { ...toProps(attributes), key }, inside.length > 0 ? inside : undefined)
}

/** `stroke-width` is `strokeWidth` to React; ARIA's names stay. */
function toProps(attributes: DrawingAttributes): DrawingAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.startsWith('aria-') ? name : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}
