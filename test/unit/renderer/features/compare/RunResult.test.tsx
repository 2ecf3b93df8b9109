import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import type { Run } from '../../../../../main/contract/run.ts'
import { RunResult } from '../../../../../renderer/features/compare/RunResult.tsx'
import { finishedRun } from '../../../../support/finishedRun.ts'

vi.mock('../../../../../renderer/client.ts', () => ({ client: {} }))

const whole = finishedRun()
const render = (run: Run) =>
  renderToStaticMarkup(
    <MantineProvider>
      <RunResult run={run} />
    </MantineProvider>,
  )
const withContenders = (change: Partial<Run['contenders'][number]>): Run => ({
  ...whole,
  status: 'cancelled',
  contenders: whole.contenders.map(({ error: _, ...contender }) => ({ ...contender, metrics: {}, ...change })),
})

test('a run in which something was measured has its table', () => {
  expect(render(whole)).toContain('Start-up, probe')
})

test('a run that was cancelled before anything was measured says so, instead of a table of dashes', () => {
  const html = render(withContenders({ status: 'measuring' }))
  expect(html).toContain('it was cancelled before its first round had ended')
  expect(html).not.toContain('Start-up, probe')
})

test('why a contender took no part is told even if nothing was measured', () => {
  const error = { code: 'not_found', engine: 'docker', message: 'There is no image.' } as const
  expect(render(withContenders({ status: 'skipped', error }))).toContain('There is no image.')
})
