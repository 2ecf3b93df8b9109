import { describe, expect, it } from 'vitest'
import { addUpByTechnology } from '../../../../main/model/live/totals.ts'
import { createInstance } from '../../../support/watchedDriver.ts'

const rates = { networkReceived: null, networkSent: null, blockRead: null, blockWritten: null }

describe('the totals of a technology', () => {
  it('count what exists and add up what is known', () => {
    const instances = [
      createInstance('docker:a'),
      createInstance('docker:b', { state: 'paused' }),
      createInstance('docker:c', { state: 'stopped' }),
      createInstance('qemu:m'),
    ]
    const usage = [
      { id: 'docker:a', cpuShare: null, memoryBytes: 10, ...rates },
      { id: 'docker:b', cpuShare: 0.5, memoryBytes: 20, ...rates },
      { id: 'docker:gone', cpuShare: 9, memoryBytes: 9, ...rates },
    ]
    expect(addUpByTechnology(['docker', 'qemu', 'venv'], instances, usage)).toEqual([
      { technology: 'docker', instances: 3, running: 1, cpuShare: 0.5, memoryBytes: 30 },
      { technology: 'qemu', instances: 1, running: 1, cpuShare: null, memoryBytes: null },
      { technology: 'venv', instances: 0, running: 0, cpuShare: null, memoryBytes: null },
    ])
  })
})
