import { Button, Menu, useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import { drawPicture, type Picture, type PictureTheme } from '../../../../main/model/drawing/drawPicture.ts'
import type { Figure } from '../../../../main/model/figures/figure.ts'
import { writeCsvTable } from '../../../../main/model/tables/csvTable.ts'
import { writeMarkdownTable } from '../../../../main/model/tables/markdownTable.ts'
import { type Taken, takePng, takeText } from '../../../ui/takeAway.ts'

interface Way {
  readonly name: string
  readonly take: () => Promise<Taken>
}

interface CopyMenuProps {
  readonly figure: Figure
  readonly drawCopy: () => Figure
}

/** Takes a figure out of the app: its picture in the colours of the theme, or the table behind it. */
export function CopyMenu({ figure, drawCopy }: CopyMenuProps) {
  const theme = useComputedColorScheme('light')
  const [says, setSays] = useState<string | null>(null)
  const { start } = useTimeout(() => setSays(null), 3_000)
  const take = async ({ name, take: run }: Way): Promise<void> => {
    try {
      setSays((await run()) === 'copied' ? `${name} copied` : `${name} saved as a file`)
    } catch {
      setSays(`${name} could not be made`)
    }
    start()
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default">
          <span aria-live="polite">{says ?? 'Copy as…'}</span>
          <VisuallyHidden> {figure.title}</VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {listWays(figure, () => drawIn(theme, drawCopy())).map((way) => (
          <Menu.Item key={way.name} onClick={() => void take(way)}>
            {way.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function drawIn(theme: PictureTheme, { title, chart }: Figure): Picture {
  if (chart === null) throw new Error(`There is no picture of ${title}.`)
  return drawPicture(title, chart, theme)
}

function listWays({ id, chart, table }: Figure, draw: () => Picture): readonly Way[] {
  const pictures: readonly Way[] =
    chart === null
      ? []
      : [
          {
            name: 'PNG',
            take: () => {
              const { svg, width, height } = draw()
              return takePng(svg, width, height, `${id}.png`)
            },
          },
          { name: 'SVG', take: () => takeText(draw().svg, { name: `${id}.svg`, type: 'image/svg+xml' }) },
        ]
  return [
    ...pictures,
    { name: 'CSV', take: () => takeText(writeCsvTable(table), { name: `${id}.csv`, type: 'text/csv' }) },
    {
      name: 'Markdown',
      take: () => takeText(`${writeMarkdownTable(table)}\n`, { name: `${id}.md`, type: 'text/markdown' }),
    },
  ]
}
