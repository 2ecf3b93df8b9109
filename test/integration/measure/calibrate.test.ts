import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readReferenceChecksums } from '../../../main/measure/calibrate.ts'
import { findProbeTools } from '../../../main/os/probeTools.ts'
import { listDescendants } from '../../../main/os/proc.ts'
import { workloadVariables } from '../../../main/os/variables.ts'
import { projectRoot } from '../../support/cli.ts'

const tools = findProbeTools([projectRoot])

it('has ended its program when a reference is cancelled in the middle of its work', async () => {
  const before = new Set(listDescendants(process.pid))
  const listOurs = () => listDescendants(process.pid).filter((pid) => !before.has(pid))
  const abort = new AbortController()
  // Ten times the full work: it would go on for many seconds.
  const reading = readReferenceChecksums(tools, workloadVariables, 10, abort.signal)
  while (listOurs().length < 2) await sleep(5)
  // Past its start, whose cancelling is another matter.
  await sleep(200)
  abort.abort()
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  const program = listOurs()
  // The launcher itself may take a moment more; what it started is gone.
  expect(program.length).toBeLessThan(2)
  for (let attempt = 0; attempt < 100 && listOurs().length > 0; attempt++) await sleep(20)
  expect(listOurs()).toEqual([])
})
