import type { Technology } from '../../contract/technology.ts'
import { technologyLooks } from '../technologyLook.ts'
import type { Drawing, DrawingAttributes } from './drawing.ts'
import { drawingLooks, type Look, type PaletteName } from './drawingLooks.ts'

/** The colours a drawing is painted with: of a theme, or variables of a page. */
export type Palette = Readonly<Record<PaletteName, string>> & {
  readonly technologies: Readonly<Record<Technology, string>>
}

/** The drawing with the looks of its classes as attributes: it needs no style sheet any more. */
export function paintDrawing(drawing: Drawing, palette: Palette): Drawing {
  return paint(drawing, palette, palette.text)
}

/** `own`: the colour of the technology whose group it stands in. */
function paint(drawing: Drawing, palette: Palette, own: string): Drawing {
  const { class: classes = '', ...rest } = drawing.attributes
  const names = String(classes).split(' ')
  const colour = findTechnologyColour(names, palette) ?? own
  const looks = drawingLooks.filter(([name]) => names.includes(name) || name === drawing.tag)
  return {
    tag: drawing.tag,
    attributes: { ...rest, ...Object.assign({}, ...looks.map(([, look]) => resolveLook(look, palette, colour))) },
    children: drawing.children.map((child) => (typeof child === 'string' ? child : paint(child, palette, colour))),
  }
}

function findTechnologyColour(names: readonly string[], { technologies }: Palette): string | undefined {
  const found = (Object.keys(technologyLooks) as Technology[]).find((technology) => names.includes(`t-${technology}`))
  return found && technologies[found]
}

function resolveLook(look: Look, palette: Palette, own: string): DrawingAttributes {
  const colours: Readonly<Record<string, unknown>> = { ...palette, own }
  return Object.fromEntries(
    Object.entries(look).map(([name, value]) => {
      const colour = colours[value]
      return [name, typeof colour === 'string' ? colour : value]
    }),
  )
}
