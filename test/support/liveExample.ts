import type { EngineRows, Inventory, ListedInstance, Usage, UsageSnapshot } from '../../main/contract/live.ts'

/** Live data as the API gives it, with what a test says of it. */

export function exampleListed(of: Partial<ListedInstance>): ListedInstance {
  return {
    id: 'docker:a',
    technology: 'docker',
    name: 'web',
    state: 'running',
    owner: 'user',
    madeFrom: 'nginx:1',
    createdAt: '2026-01-01T10:00:00.000Z',
    startedAt: '2026-01-01T10:00:00.000Z',
    actions: ['stop', 'remove'],
    stale: false,
    ...of,
  }
}

export function exampleInventory(
  instances: readonly ListedInstance[],
  engines: readonly EngineRows[] = [{ technology: 'docker', state: 'current', error: null }],
): Inventory {
  return { engines: [...engines], instances: [...instances] }
}

export function exampleUsage(of: Partial<Usage>): Usage {
  return {
    id: 'docker:a',
    cpuShare: 0.123,
    memoryBytes: 12 * 2 ** 20,
    networkReceived: 1_200,
    networkSent: 0,
    blockRead: null,
    blockWritten: null,
    ...of,
  }
}

export function exampleSnapshot(usage: readonly Usage[], of: Partial<UsageSnapshot> = {}): UsageSnapshot {
  return {
    at: Date.parse('2026-01-01T12:00:00.000Z'),
    paused: null,
    usage: [...usage],
    totals: [{ technology: 'docker', instances: 3, running: 1, cpuShare: 0.123, memoryBytes: 12 * 2 ** 20 }],
    own: { cpuShare: 0.007, memoryBytes: 84 * 2 ** 20 },
    ...of,
  }
}
