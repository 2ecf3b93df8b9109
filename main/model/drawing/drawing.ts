/**
 * A picture as data: a tree of SVG elements that nobody has written out yet. Reports serialise it with escaping, the page makes
 * elements of it, a copied picture has its colours inlined (docs/decisions/0008). Text in it is text, whoever it comes from.
 */
export interface Drawing {
  readonly tag: DrawingTag
  /** By their names in SVG; `class` names looks of drawingLooks.ts. */
  readonly attributes: DrawingAttributes
  readonly children: readonly (Drawing | string)[]
}

export type DrawingTag = 'svg' | 'g' | 'path' | 'rect' | 'circle' | 'text' | 'title' | 'desc'

export type DrawingAttributes = Readonly<Record<string, string | number>>

type Child = Drawing | string | null | readonly Child[]

/** One element; lists of children are flattened, and null is nothing. */
export function draw(tag: DrawingTag, attributes: DrawingAttributes, ...children: readonly Child[]): Drawing {
  return { tag, attributes, children: children.flatMap(flatten) }
}

function flatten(child: Child): readonly (Drawing | string)[] {
  if (child === null) return []
  return isList(child) ? child.flatMap(flatten) : [child]
}

function isList(child: Drawing | string | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child)
}
