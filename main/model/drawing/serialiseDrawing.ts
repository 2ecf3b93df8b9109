import type { Drawing } from './drawing.ts'
import { escapeMarkup } from './escapeMarkup.ts'

/** The text of a drawing, for HTML and for a file of its own; everything in it is escaped. */
export function serialiseDrawing({ tag, attributes, children }: Drawing): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
  const head = `${tag}${written.join('')}`
  if (children.length === 0) return `<${head}/>`
  const inside = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : serialiseDrawing(child)))
  return `<${head}>${inside.join('')}</${tag}>`
}
