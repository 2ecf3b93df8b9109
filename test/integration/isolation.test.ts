import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fact, Metric } from '../../main/contract/metrics.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { PreparedContender } from '../../main/drivers/contender.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { createRunFolder } from '../../main/drivers/runFolder.ts'
import { SampleList } from '../../main/measure/round/sampleList.ts'
import { layOutCanaries } from '../../main/measure/survey/canaries.ts'
import { isolationSurvey } from '../../main/measure/survey/isolation.ts'
import { listProcesses, readCommandName } from '../../main/os/proc.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { withSharedCache } from '../support/sharedCache.ts'

const signal = new AbortController().signal
const ids = ['host', 'venv', 'docker', 'docker:privileged', 'qemu'] as const
type Id = (typeof ids)[number]

let made: TestDeps
let deps: DriverDeps

beforeAll(() => {
  made = withSharedCache(createTestDeps())
  const temp = join(made.paths.home, 't')
  mkdirSync(temp)
  deps = { ...made, paths: { ...made.paths, temp } }
})
afterAll(() => made.removeHome())

/** What another program on this machine sees of a running instance, through /proc and the engine's own words. */
interface Truth {
  readonly status: string
  /** Kinds of namespace that are not this process's. */
  readonly ownNamespaces: readonly string[]
  /** `docker inspect`, of a container. */
  readonly inspected: { readonly HostConfig: { readonly PidMode: string; readonly NetworkMode: string } } | null
}

interface Column {
  readonly labels: Readonly<Record<string, string>>
  readonly summary: string
  readonly facts: ReadonlyMap<string, Fact>
  readonly truth: Truth
}

const columns = new Map<Id, Column>()
const factOf = (id: Id, fact: string) => columns.get(id)?.facts.get(fact)
const findValue = (id: Id, fact: string) => factOf(id, fact)?.value

async function readTruth(prepared: PreparedContender): Promise<Truth> {
  const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
  try {
    const pid = await instance.hostProcess()
    if (isAbsent(pid)) throw new Error(pid.absent)
    const kinds = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts']
    const link = (of: number | 'self', kind: string) => readlinkSync(`/proc/${of}/ns/${kind}`)
    const container = /[0-9a-f]{64}/.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[0]
    return {
      status: readFileSync(`/proc/${pid}/status`, 'utf8'),
      ownNamespaces: kinds.filter((kind) => link(pid, kind) !== link('self', kind)),
      inspected: container ? JSON.parse(execFileSync('docker', ['inspect', container], { encoding: 'utf8' }))[0] : null,
    }
  } finally {
    await instance.remove()
  }
}

async function survey(id: Id): Promise<Column> {
  const run = { runId: '20260101T000000-150150', variables: workloadVariables, onStep: () => undefined }
  const prepared = await findContender(createDrivers(deps), id).prepare(run, signal)
  try {
    const task = {
      contender: id,
      prepared,
      tools: deps.tools,
      variables: workloadVariables,
      makeFolder: () => createRunFolder(deps, 'host'),
      onStep: () => undefined,
      findings: {},
      collect: () => new SampleList({ round: 1, order: 0, contender: id }),
      onNote: () => undefined,
    }
    const findings = await isolationSurvey.run(task, signal)
    const { summary, facts } = requireFacts(findings.isolation)
    return { labels: prepared.labels, summary, facts, truth: await readTruth(prepared) }
  } finally {
    await prepared.dispose()
  }
}

function requireFacts(metric: Metric | undefined) {
  if (metric?.kind !== 'facts') throw new Error(`no facts: ${JSON.stringify(metric)}`)
  return { summary: metric.summary, facts: new Map(metric.facts.map((fact) => [fact.id, fact])) }
}

describe('isolation, looked at on real engines', () => {
  beforeAll(async () => {
    for (const id of ids) columns.set(id, await survey(id))
  }, 400_000)

  it('leaves no file, no process, no folder and no row', () => {
    expect(readdirSync(deps.paths.temp)).toEqual([])
    expect([...made.rows.values()]).toEqual([])
    const canaries = listProcesses().filter((pid) => /^iso-[0-9a-f]{10}$/.test(readCommandName(pid) ?? ''))
    const own = canaries.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(made.paths.home))
    expect(own).toEqual([])
  })

  it('gives five different columns', () => {
    const texts = ids.map((id) => JSON.stringify([...(columns.get(id)?.facts.values() ?? [])]))
    expect(new Set(texts).size).toBe(ids.length)
    expect(new Set(ids.map((id) => columns.get(id)?.summary)).size).toBe(ids.length)
  })

  it.each([
    ['host', true, true, true],
    ['venv', true, true, true],
    ['docker', false, false, false],
    // With the host's processes its files can be reached; 127.0.0.1 stays its own without --network=host.
    ['docker:privileged', true, true, false],
    ['qemu', false, false, false],
  ] as const)('%s: processes %s, file %s, port %s of the host', (id, processes, file, port) => {
    expect([findValue(id, 'host_processes'), findValue(id, 'host_file'), findValue(id, 'host_port')]).toEqual([
      processes,
      file,
      port,
    ])
  })

  it('knows whose kernel it is', () => {
    for (const id of ids.filter((one) => one !== 'qemu'))
      expect(findValue(id, 'kernel')).toBe(`this machine's (${release()})`)
    expect(findValue('qemu', 'kernel')).toMatch(/^its own \(/)
    expect(findValue('qemu', 'kernel')).not.toContain(release())
  })

  it('finds the namespaces that /proc says are not ours', () => {
    for (const id of ids.filter((one) => one !== 'qemu')) {
      const own = columns.get(id)?.truth.ownNamespaces ?? []
      expect(findValue(id, 'namespaces'), id).toBe(own.join(' ') || 'none')
    }
    expect(columns.get('docker')?.truth.ownNamespaces).toContain('pid')
    expect(columns.get('docker:privileged')?.truth.ownNamespaces).not.toContain('pid')
    expect(columns.get('docker')?.truth.inspected?.HostConfig.PidMode).toBe('')
    expect(columns.get('docker:privileged')?.truth.inspected?.HostConfig).toMatchObject({ PidMode: 'host' })
  })

  it('counts the capabilities and names the filter that the kernel has for the process', () => {
    for (const id of ids.filter((one) => one !== 'qemu')) {
      const status = columns.get(id)?.truth.status ?? ''
      const bits = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(status)?.[1]}`).toString(2)
      expect(findValue(id, 'capabilities'), id).toBe(`${[...bits].filter((bit) => bit === '1').length} of 41`)
      expect(findValue(id, 'seccomp'), id).toBe(/^Seccomp:\s*0/m.test(status) ? 'none' : 'filter')
    }
    expect(findValue('docker', 'seccomp')).toBe('filter')
    expect(findValue('docker:privileged', 'seccomp')).toBe('none')
  })

  it('tells the user outside, of a machine that of the hypervisor', () => {
    for (const id of ids) {
      const uid = Number(/^Uid:\s*(\d+)/m.exec(columns.get(id)?.truth.status ?? '')?.[1])
      expect(factOf(id, 'uid_outside'), id).toMatchObject({ value: uid })
    }
    expect(columns.get('qemu')?.truth.status).toMatch(/^Name:\s*qemu/m)
    expect(factOf('qemu', 'uid_outside')?.title).toContain('hypervisor')
  })

  it('differs between host and environment in packages and variables, and in nothing else', () => {
    const different = [...(columns.get('host')?.facts.keys() ?? [])].filter(
      (fact) => JSON.stringify(factOf('host', fact)) !== JSON.stringify(factOf('venv', fact)),
    )
    expect(different).toEqual(['packages', 'variables'])
    expect(findValue('venv', 'variables')).toContain('VIRTUAL_ENV')
    expect([findValue('host', 'packages'), findValue('venv', 'packages')]).toEqual(["this machine's", 'its own'])
    expect(findValue('docker', 'packages')).toBeNull()
  })

  it('sees what processors, memory and devices a container and a guest have', () => {
    const labels: Column['labels'] = columns.get('qemu')?.labels ?? {}
    expect(String(findValue('qemu', 'cpus'))).toBe(labels.vCPUs)
    // Less than the machine was given: its kernel takes the rest.
    const seen = Number.parseFloat(String(findValue('qemu', 'memory')))
    expect(seen).toBeLessThan(Number.parseFloat(labels.memory ?? ''))
    expect(findValue('docker', 'memory')).toBe(findValue('host', 'memory'))
    expect(Number(findValue('docker', 'devices'))).toBeLessThan(Number(findValue('docker:privileged', 'devices')))
    const hasGpu = readdirSync('/dev').some((name) => /^(dri|nvidia|kfd|dxg|mali)/.test(name))
    expect(findValue('host', 'gpu') !== false).toBe(hasGpu)
  })
})

describe('canaries', () => {
  it('leave nothing when they are aborted while they are laid out, whenever that is', async () => {
    for (const delay of [0, 2, 5, 10, 20]) {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), delay)
      const { tools } = deps
      const makeFolder = () => createRunFolder(deps, 'host')
      const laid = await layOutCanaries({ tools, variables: workloadVariables, makeFolder }, abort.signal).catch(
        () => undefined,
      )
      clearTimeout(timer)
      await laid?.remove()
      await laid?.remove()
      expect(readdirSync(deps.paths.temp)).toEqual([])
      expect([...made.rows.values()]).toEqual([])
    }
  })
})
