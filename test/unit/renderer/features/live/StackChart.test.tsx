import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { StackChart } from '../../../../../renderer/features/live/StackChart.tsx'
import { stackSeries } from '../../../../../renderer/features/live/stackSeries.ts'
import { totalCharts } from '../../../../../renderer/features/live/totalsFigure.ts'

const render = (span: 'short' | 'long', ...memoryBytes: (number | null)[]) => {
  const series = { docker: { step: 60, end: 120, cpuShare: [], memoryBytes } }
  const stack = stackSeries(series, ['docker'], 'memoryBytes')
  return renderToStaticMarkup(
    <MantineProvider>
      <StackChart chart={totalCharts.memoryBytes} stack={stack} span={span} />
    </MantineProvider>,
  ).replaceAll('\u00a0', ' ')
}

test('lines have a name that says of what, how far back and from what to what', () => {
  const label = 'aria-label="Memory of all, last 24 hours: 1.00 MiB to 4.00 MiB"'
  expect(render('long', 2 ** 20, null, 2 ** 22)).toContain(label)
  expect(render('short', 2 ** 20)).toContain('aria-label="Memory of all, last 15 minutes: 1.00 MiB to 1.00 MiB"')
})

test('lines of which nothing is known say so', () => {
  expect(render('short', null)).toContain('aria-label="Memory, last 15 minutes: not known yet"')
})
