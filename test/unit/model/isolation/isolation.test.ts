import { describe, expect, it } from 'vitest'
import { describeIsolation } from '../../../../main/model/isolation/isolation.ts'
import type { IsolationView, SeenFacts } from '../../../../main/model/isolation/view.ts'

type Values = Readonly<Record<string, string | number | null>>

const secrets = { file: 'in-the-file', port: 'at-the-port' }
const namespaces = (changes: Readonly<Record<string, number>> = {}) =>
  Object.entries({ cgroup: 1, ipc: 2, mnt: 3, net: 4, pid: 5, user: 6, uts: 7, ...changes })
    .map(([kind, number]) => `${kind}:[${number}]`)
    .join(' ')

const hostValues: Values = {
  kernel: '6.18',
  boot_id: 'aaaa',
  processes: 100,
  canary_process: 4711,
  canary_file: secrets.file,
  loopback: secrets.port,
  namespaces: namespaces(),
  cpus: 2,
  cpu_quota: 'none',
  memory_total: 8 * 2 ** 30,
  memory_limit: 'none',
  uid: 0,
  uid_map: '         0          0 4294967295',
  capabilities: '000001ffffffffff',
  seccomp: '0',
  no_new_privileges: '0',
  devices: 100,
  notable_devices: 'vda kmsg',
  gpu: '',
  variables: 'PATH HOME',
  path: '/usr/bin:/bin',
}
const containerValues: Values = {
  ...hostValues,
  processes: 1,
  canary_process: 0,
  canary_file: null,
  loopback: null,
  namespaces: namespaces({ ipc: 12, mnt: 13, net: 14, pid: 15, uts: 17 }),
  capabilities: '00000000a80425fb',
  seccomp: '2',
  devices: 6,
  notable_devices: '',
}
const guestValues: Values = {
  ...containerValues,
  kernel: '6.1',
  boot_id: 'bbbb',
  // A kernel numbers its first namespaces alike: the numbers of another one say nothing.
  namespaces: namespaces(),
  capabilities: '000001ffffffffff',
  seccomp: '0',
  memory_total: 256 * 2 ** 20,
}

function toFacts(values: Values): SeenFacts {
  return new Map(
    Object.entries(values).map(([id, value]) => [id, value === null ? { value, why: `no ${id}` } : { value }] as const),
  )
}

function view(inside: Values, changes: Partial<IsolationView> = {}): IsolationView {
  return {
    inside: toFacts(inside),
    host: toFacts(hostValues),
    secrets,
    outside: { uid: 0, capabilities: '000001ffffffffff', seccomp: '0', noNewPrivileges: '0' },
    python: { unknown: 'no Python' },
    isVirtual: false,
    isHost: false,
    ...changes,
  }
}

function describeView(inside: Values, changes: Partial<IsolationView> = {}) {
  const metric = describeIsolation(view(inside, changes))
  if (metric.kind !== 'facts') throw new Error('facts were expected')
  const find = (id: string) => metric.facts.find((fact) => fact.id === id)
  return { summary: metric.summary, facts: metric.facts, find, value: (id: string) => find(id)?.value }
}

describe('isolation in a few words', () => {
  it.each([
    ['the host', hostValues, { isHost: true }, 'none: it is the host'],
    [
      'an environment',
      hostValues,
      { python: { prefix: '/v', base: '/usr' } },
      'everything visible, but own Python packages',
    ],
    ['a program beside the host’s', hostValues, {}, 'everything visible'],
    ['a container', containerValues, {}, 'shares the kernel; nothing else of the host seen'],
    ['a machine', guestValues, { isVirtual: true }, 'own kernel; nothing of the host seen'],
  ] as const)('of %s', (_, inside, changes, summary) => {
    expect(describeView(inside, changes).summary).toBe(summary)
  })

  it('names what a container with fewer walls sees, and that it has the rights to take the machine', () => {
    const privileged = {
      ...containerValues,
      canary_process: 4711,
      canary_file_by_process: secrets.file,
      capabilities: '000001ffffffffff',
    }
    expect(describeView(privileged).summary).toBe(
      'shares the kernel; host processes and files visible, with rights to take it over',
    )
    expect(describeView({ ...privileged, capabilities: '0' }).summary).toBe(
      'shares the kernel; host processes and files visible',
    )
    expect(describeView({ ...containerValues, loopback: secrets.port }).summary).toBe(
      'shares the kernel; host ports visible',
    )
  })

  it('does not say that nothing is seen where not everything could be looked for', () => {
    const host = toFacts({ ...hostValues, loopback: null })
    expect(describeView(containerValues, { host }).summary).toBe('shares the kernel; not all could be looked for')
    expect(describeView({ ...containerValues, boot_id: null }).summary).toBe('not known here')
  })
})

describe('the facts of isolation', () => {
  it('tell a kernel of one’s own by its boot, not by its version', () => {
    expect(describeView({ ...guestValues, kernel: '6.18' }).value('kernel')).toBe('its own (6.18)')
    expect(describeView({ ...containerValues, kernel: '4.4' }).value('kernel')).toBe("this machine's (4.4)")
    expect(describeView({ ...containerValues, boot_id: null }).find('kernel')).toMatchObject({
      value: null,
      meaning: expect.stringContaining('no boot_id'),
    })
  })

  it('believe what a program has read only when it is what was written', () => {
    const cheat = { ...containerValues, canary_file: 'something', loopback: 'else' }
    expect(describeView(cheat).value('host_file')).toBe(false)
    expect(describeView(cheat).value('host_port')).toBe(false)
  })

  it('say how a file was reached', () => {
    const through = describeView({ ...containerValues, canary_file_by_process: secrets.file }).find('host_file')
    expect(through).toMatchObject({ value: true, meaning: expect.stringContaining('/proc/PID/root') })
    expect(describeView(hostValues).find('host_file')).toMatchObject({ meaning: expect.stringContaining('own path') })
  })

  it('have no answer where the host’s own program does not find the canary either', () => {
    const host = toFacts({ ...hostValues, canary_process: 0, canary_file: null, loopback: null })
    const { value } = describeView(containerValues, { host })
    for (const id of ['host_processes', 'host_file', 'host_port']) expect(value(id)).toBeNull()
  })

  it('have no answer about processes where the program inside sees no process at all', () => {
    expect(describeView({ ...containerValues, processes: null }).find('host_processes')).toMatchObject({
      value: null,
      meaning: 'no processes',
    })
  })

  it('name namespaces that differ from the host’s, and none under another kernel', () => {
    expect(describeView(containerValues).value('namespaces')).toBe('ipc mnt net pid uts')
    expect(describeView(hostValues).value('namespaces')).toBe('none')
    expect(describeView(guestValues).value('namespaces')).toBeNull()
  })

  it('say who the program is outside, and for a machine whose process that is', () => {
    const outside = { uid: 1000, capabilities: '0', seccomp: '2', noNewPrivileges: '0' }
    expect(describeView(containerValues, { outside }).find('uid_outside')).toMatchObject({
      title: 'user outside',
      value: 1000,
    })
    const machine = describeView(guestValues, { outside, isVirtual: true })
    expect(machine.find('uid_outside')).toMatchObject({ title: "user of the hypervisor's process", value: 1000 })
    expect(machine.value('capabilities_outside')).toBe('0 of 41')
    expect(machine.value('seccomp_outside')).toBe('filter')
    expect(machine.find('capabilities')).toMatchObject({ meaning: expect.stringContaining("guest's own kernel") })
    const unknown = describeView(guestValues, { outside: { unknown: 'elsewhere' }, isVirtual: true })
    for (const id of ['uid_outside', 'capabilities_outside', 'seccomp_outside']) {
      expect(unknown.find(id)).toMatchObject({ value: null, meaning: 'elsewhere' })
    }
  })

  it('tell mapped users from those that are the same outside', () => {
    expect(describeView(hostValues).find('uid')).toMatchObject({ meaning: expect.stringContaining('not mapped') })
    const mapped = { ...containerValues, uid_map: '         0     100000      65536' }
    expect(describeView(mapped).find('uid')).toMatchObject({ meaning: expect.stringContaining('0 100000 65536') })
  })

  it('give limits beside what is seen', () => {
    const limited = { ...containerValues, cpu_quota: '0.50', memory_limit: String(64 * 2 ** 20) }
    expect(describeView(limited).find('cpus')).toMatchObject({
      value: 2,
      meaning: expect.stringContaining('time of 0.50'),
    })
    expect(describeView(limited).find('memory')?.meaning).toMatch(/of 8\.00.GiB on this machine; 64\.0.MiB may be used/)
    expect(describeView({ ...containerValues, cpu_quota: null }).find('cpus')?.meaning).toMatch(
      /not known: no cpu_quota/,
    )
  })

  it('say whose Python packages there are', () => {
    const packages = (inside: Values, prefix: string, base: string) =>
      describeView(inside, { python: { prefix, base } }).value('packages')
    expect(packages(hostValues, '/usr', '/usr')).toBe("this machine's")
    expect(packages(hostValues, '/v', '/usr')).toBe('its own')
    expect(packages(containerValues, '/usr', '/usr')).toBe('its own')
    expect(packages(guestValues, '/usr', '/usr')).toBe('its own')
    expect(describeView(containerValues).find('packages')).toMatchObject({ value: null, meaning: 'no Python' })
  })

  it('are all measured here, each with a title and a meaning of its own', () => {
    const { facts } = describeView(guestValues, { isVirtual: true })
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length)
    for (const { title, meaning, basis } of facts) {
      expect([title, meaning]).not.toContain('')
      expect(basis).toBe('measured')
    }
  })
})
