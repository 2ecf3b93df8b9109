import { Button, Menu, useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import type { Drawing } from '../../main/model/drawing/drawing.ts'
import { drawPicture } from '../../main/model/drawing/drawPicture.ts'
import { writeCsvTable } from '../../main/model/tables/csvTable.ts'
import type { DataTable, ValueTable } from '../../main/model/tables/dataTable.ts'
import { writeMarkdownTable } from '../../main/model/tables/markdownTable.ts'
import { type Taken, takePng, takeText } from './takeAway.ts'

/** What is taken: the picture, null where there is none, and the table behind it. */
export interface TakenFigure {
  /** Names the files. */
  readonly id: string
  readonly title: string
  readonly chart: Drawing | null
  readonly table: DataTable
  /** What CSV holds where it is more than the table shows: numbers as they are. */
  readonly values?: ValueTable
}

interface CopyMenuProps {
  /** Of what is copied: the button is named after it. */
  readonly title: string
  readonly ways: readonly Form[]
  /** Called when a way is chosen: a chart that goes on is drawn as it stands then. */
  readonly read: () => TakenFigure
}

type Theme = 'light' | 'dark'

const forms = {
  PNG: (figure, theme) => {
    const { svg, width, height } = drawFigure(figure, theme)
    return takePng(svg, width, height, `${figure.id}.png`)
  },
  SVG: (figure, theme) => takeText(drawFigure(figure, theme).svg, { name: `${figure.id}.svg`, type: 'image/svg+xml' }),
  CSV: ({ id, table, values }) => takeText(writeCsvTable(values ?? table), { name: `${id}.csv`, type: 'text/csv' }),
  Markdown: ({ id, table }) => takeText(`${writeMarkdownTable(table)}\n`, { name: `${id}.md`, type: 'text/markdown' }),
} as const satisfies Record<string, (figure: TakenFigure, theme: Theme) => Promise<Taken>>
type Form = keyof typeof forms

export const tableForms: readonly Form[] = ['CSV', 'Markdown']
export const chartForms: readonly Form[] = ['PNG', 'SVG', ...tableForms]

/** Takes a figure out of the app: its picture in the colours of the theme, or the table behind it. */
export function CopyMenu({ title, ways, read }: CopyMenuProps) {
  const theme = useComputedColorScheme('light')
  const [says, setSays] = useState<string | null>(null)
  const { start, clear } = useTimeout(() => setSays(null), 3_000)
  const take = async (form: Form): Promise<void> => {
    try {
      setSays((await forms[form](read(), theme)) === 'copied' ? `${form} copied` : `${form} saved as a file`)
    } catch {
      setSays(`${form} could not be made`)
    }
    // One that still counts for what was taken before is not begun anew by itself.
    clear()
    start()
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default">
          <span aria-live="polite">{says ?? 'Copy as…'}</span>
          <VisuallyHidden> {title}</VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map((form) => (
          <Menu.Item key={form} onClick={() => void take(form)}>
            {form}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function drawFigure({ title, chart }: TakenFigure, theme: Theme) {
  if (chart === null) throw new Error('There is nothing to draw.')
  return drawPicture(title, chart, theme)
}
