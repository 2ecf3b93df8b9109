import { describe, expect, it } from 'vitest'
import { buildLiveView } from '../../../main/model/live/view.ts'
import { renderLive, shortenId } from '../../../main/report/live.ts'
import { exampleInventory, exampleListed, exampleSnapshot, exampleUsage } from '../../support/liveExample.ts'

const now = Date.parse('2026-01-01T12:05:00.000Z')
const id = `docker:${'0123456789abcdef'.repeat(4)}`
const web = exampleListed({ id })
const view = buildLiveView(exampleInventory([web]), exampleSnapshot([exampleUsage({ id })]), false)
/** Numbers have no-break spaces in them. */
const render = (...args: Parameters<typeof renderLive>) => renderLive(...args).replaceAll('\u00a0', ' ')

describe('what runs, for a terminal', () => {
  it('has a row with figures and units, then the totals and what looking costs', () => {
    expect(render(view, now, {}).split('\n')).toEqual([
      'NAME  STATE       CPU    MEMORY      NET IN  NET OUT  READ  WRITTEN     UPTIME  ID',
      'web   running  12.3 %  12.0 MiB  1.17 KiB/s    0 B/s     –        –  2 h 5 min  docker:0123456789ab',
      '',
      'IN ALL           RUNNING     CPU    MEMORY',
      'docker            1 of 3  12.3 %  12.0 MiB',
      'isoscope itself            0.7 %  84.0 MiB',
      '',
    ])
  })

  it('shows a dash and never 0 for what is not known', () => {
    const bare = buildLiveView(exampleInventory([{ ...web, startedAt: null }]), null, false)
    expect(render(bare, now, {}).split('\n')[1]).toMatch(/^web +running( +–){7} +docker:0123456789ab$/)
  })

  it('marks the rows of an engine that is away, and says beside them what is said of it', () => {
    const stale = buildLiveView(exampleInventory([{ ...web, stale: true }]), exampleSnapshot([]), false)
    const text = render(stale, now, { notes: ['docker: it does not answer.'] })
    expect(text).toMatch(/^web +running, stale +– /m)
    expect(text).toMatch(/\ndocker: it does not answer\.\n$/)
  })

  it('says why there are no figures while none are taken', () => {
    const paused = buildLiveView(exampleInventory([web]), exampleSnapshot([], { paused: 'a comparison runs' }), false)
    expect(render(paused, now, {})).toContain('No figures at present: a comparison runs\n')
  })

  it.each([40, 60, 80, 100])(
    'fits %i columns, names the columns left out, and keeps name, state, CPU and memory',
    (columns) => {
      const lines = render(view, now, { columns }).split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
      expect(lines[1]).toMatch(/^web +running +12\.3 % +12\.0 MiB/)
      if (columns < 80) expect(lines.join(' ')).toMatch(/Not shown at this width: .*READ, WRITTEN/)
    },
  )

  it('fits the lines of a terminal and counts what has no room', () => {
    const many = Array.from({ length: 50 }, (_, index) => exampleListed({ id: `docker:${index}`, name: `web${index}` }))
    const text = render(buildLiveView(exampleInventory(many), exampleSnapshot([]), false), now, { rows: 20 })
    expect(text.trimEnd().split('\n')).toHaveLength(20)
    expect(text).toMatch(/^… and 36 more$/m)
  })

  it('does not say that nothing runs before every engine has answered', () => {
    const [asking, current] = (['asking', 'current'] as const).map((state) =>
      buildLiveView(exampleInventory([], [{ technology: 'docker', state, error: null }]), null, false),
    )
    expect(asking && render(asking, now, {})).toBe('Asking docker …\n')
    expect(current && render(current, now, {})).toBe('Nothing runs.\n')
  })

  it('lets no name of a program write to the terminal', () => {
    const nasty = buildLiveView(exampleInventory([{ ...web, name: 'a\u001b[2Jb\nc' }]), null, false)
    expect(render(nasty, now, {}).split('\n')[1]).toMatch(/^ab c {2}running/)
  })
})

it('only a whole digest of a container is shortened', () => {
  expect(shortenId(id)).toBe('docker:0123456789ab')
  expect(shortenId('docker:web')).toBe('docker:web')
  expect(shortenId('qemu:debian')).toBe('qemu:debian')
})
