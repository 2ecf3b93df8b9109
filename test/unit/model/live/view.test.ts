import { expect, test } from 'vitest'
import { buildLiveView } from '../../../../main/model/live/view.ts'
import { exampleInventory, exampleListed, exampleSnapshot, exampleUsage } from '../../../support/liveExample.ts'

const running = exampleListed({ id: 'docker:a', state: 'running' })
const paused = exampleListed({ id: 'docker:b', state: 'paused' })
const stopped = exampleListed({ id: 'docker:c', state: 'stopped' })
const environment = exampleListed({ id: 'venv:d', technology: 'venv', state: 'created' })
const inventory = exampleInventory([running, paused, stopped, environment])

test('only what runs or is paused is shown, unless all is asked for', () => {
  const ids = (all: boolean) => buildLiveView(inventory, null, all).instances.map(({ id }) => id)
  expect(ids(false)).toEqual(['docker:a', 'docker:b'])
  expect(ids(true)).toEqual(['docker:a', 'docker:b', 'docker:c', 'venv:d'])
})

test('a row has its own figures, and none where the sample does not have it', () => {
  const { instances } = buildLiveView(
    inventory,
    exampleSnapshot([exampleUsage({ id: 'docker:b', cpuShare: 0.5 })]),
    false,
  )
  expect(instances.map(({ usage }) => usage?.cpuShare ?? null)).toEqual([null, 0.5])
  expect(instances[1]?.usage).not.toHaveProperty('id')
})

test('figures of an engine that is away are not shown beside its old rows', () => {
  const old = exampleInventory([{ ...running, stale: true }])
  const { instances } = buildLiveView(old, exampleSnapshot([exampleUsage({ id: running.id })]), false)
  expect(instances).toMatchObject([{ stale: true, usage: null }])
})
