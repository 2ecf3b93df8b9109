import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Run } from '../../../../../main/contract/run.ts'
import { buildComparisonTable } from '../../../../../main/model/comparisonTable.ts'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { ComparisonTable } from '../../../../../renderer/features/compare/ComparisonTable.tsx'

const startup = {
  kind: 'number' as const,
  unit: 'ms' as const,
  samples: [229, 230, 231],
  first: [],
  median: 230,
  ci95: null,
  failed: 0,
  excluded: 0,
  outliers: 0,
}
const remedy = { text: 'Install it.', command: 'apt-get install docker.io' }

function render(contenders: Run['contenders']): string {
  const table = buildComparisonTable({ status: 'completed', metrics: 'basic', contenders })
  const page = (
    <MantineProvider>
      <ComparisonTable table={table} />
    </MantineProvider>
  )
  return renderToStaticMarkup(page).replaceAll(NO_BREAK_SPACE, ' ')
}

test('an emulated figure says so in its cell, and a missing one why it is missing', () => {
  const html = render([
    {
      id: 'qemu',
      technology: 'qemu',
      title: 'QEMU',
      labels: { accelerator: 'TCG (software emulation)' },
      status: 'completed',
      metrics: { startup, startup_python: { kind: 'absent', reason: 'this guest has no Python' } },
    },
  ])
  const cells = html.match(/<td.*?<\/td>/gs) ?? []
  expect(cells[0]).toContain('230 ms')
  expect(cells[0]).toContain('3 samples: no interval')
  expect(cells[0]).toContain('emulated')
  expect(cells[1]).toContain('– this guest has no Python')
})

test('a skipped contender has one cell down all rows, with its remedy', () => {
  const error = { code: 'not_installed' as const, engine: 'docker', message: 'Docker is not installed.', remedy }
  const html = render([
    { id: 'docker', technology: 'docker', title: 'Docker', labels: {}, status: 'skipped', error, metrics: {} },
  ])
  expect(html.match(/<td/g)).toHaveLength(1)
  expect(html).toContain(`rowSpan="${html.match(/scope="row"/g)?.length}"`)
  expect(html).toContain('Docker is not installed.')
  expect(html).toContain('Copy: apt-get install docker.io')
})
