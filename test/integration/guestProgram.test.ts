import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { findProbeTools } from '../../main/os/probeTools.ts'
import { projectRoot } from '../support/cli.ts'

const { guest } = findProbeTools([projectRoot])

// It powers its machine off when a program has ended: on the user's own machine it must do nothing at all.
it.each([[[]], [['run']], [['run', 'more']], [['--help']]])('outside of a guest it refuses %j', (args) => {
  const { status, stderr } = spawnSync(guest, args, { encoding: 'utf8', timeout: 30_000 })
  expect(status).toBe(2)
  expect(stderr).toContain('usage: guest run')
})
