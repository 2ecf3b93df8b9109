import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { buildProbe } from '../../scripts/build-probe.mjs'

type Json = Record<string, unknown>
type Event = Json & { readonly event: string; readonly at: number }

const KERNELS = ['integer', 'double', 'matrix', 'sort', 'syscalls']
const onLinux = process.platform === 'linux'

let directory: string
let probe: string
let launcher: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'isoscope-probe-'))
  const built = buildProbe({ outDir: directory, extraFlags: ['-Werror'] }) as { probe: string; launch: string }
  probe = built.probe
  launcher = built.launch
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

function runProbe(...args: string[]) {
  const result = spawnSync(probe, args, { encoding: 'utf8' })
  return { ...result, lines: result.stdout.split('\n').filter((line) => line !== '') }
}

function parseProtocol(lines: readonly string[]): Json[] {
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Json)
}

function readKernels(...args: string[]): Map<string, Json> {
  const results = parseProtocol(runProbe('cpu', ...args).lines).filter((line) => line.isoscope === 'result')
  return new Map(results.map((result) => [String(result.kernel), result]))
}

function readChecksums(...args: string[]): string[] {
  return [...readKernels(...args)].map(([kernel, result]) => `${kernel} ${result.checksum}`)
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function parseEvents(bytes: Buffer): Event[] {
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event)
}

function startLauncher(args: readonly string[], options: SpawnOptions = {}) {
  const child = spawn(launcher, args, { ...options, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  return {
    child,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    events: child.stdio[3] as Readable,
  }
}

async function launch(args: readonly string[], options: SpawnOptions = {}) {
  const { child, stdout, stderr, events } = startLauncher(args, options)
  const [end, output, errors, reported] = await Promise.all([
    endOf(child),
    readAll(stdout),
    readAll(stderr),
    readAll(events),
  ])
  return { ...end, output, errors: errors.toString(), events: parseEvents(reported) }
}

function findEvent(events: readonly Event[], name: string): Event {
  const found = events.find((event) => event.event === name)
  if (!found) throw new Error(`no ${name} among ${events.map((event) => event.event).join(', ')}`)
  return found
}

async function waitFor<T>(what: string, look: () => T | null | undefined | false): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const seen = look()
    if (seen) return seen
    await delay(20)
  }
  throw new Error(`waited in vain for ${what}`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A zombie whose new parent has not looked yet is dead for our purpose.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
}

/** Runs a shell script under the launcher. */
function shell(script: string): string[] {
  return ['--', '/bin/sh', '-c', script]
}

describe('the build', () => {
  test('leaves programs alone that are newer than their source and made by the same command', () => {
    expect(buildProbe({ outDir: directory, extraFlags: ['-Werror'] }).built).toEqual([])
    expect(buildProbe({ outDir: directory, extraFlags: ['-Werror'], force: true }).built).toEqual([
      'probe',
      'launch',
      'guest',
    ])
  })

  test('compiles anew when the command changed, and to the same bytes', () => {
    const before = readFileSync(probe)
    expect(buildProbe({ outDir: directory, extraFlags: ['-Werror', '-Wshadow'] }).built).toEqual([
      'probe',
      'launch',
      'guest',
    ])
    expect(readFileSync(probe).equals(before)).toBe(true)
  })

  test('says in one line what to install where there is no compiler', () => {
    const script = join(import.meta.dirname, '../../scripts/build-probe.mjs')
    const env: NodeJS.ProcessEnv = { PATH: '/nonexistent' }
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^No C compiler .*: (apt-get install gcc|xcode-select --install).*\n$/)
  })
})

describe('the probe', () => {
  test('ready --once prints one line with the times of entry and of READY, and ends', () => {
    const { status, stdout } = runProbe('ready', '--once')
    expect(status).toBe(0)
    const [, entry, ready] = /^ISOSCOPE READY \{"entry_ns":(\d+),"ready_ns":(\d+)\}\n$/.exec(stdout) ?? []
    expect(BigInt(entry ?? 0)).toBeGreaterThan(0n)
    expect(BigInt(ready ?? 0)).toBeGreaterThanOrEqual(BigInt(entry ?? 0))
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('ready waits, and %s ends it with code 0', async (signal) => {
    const child = spawn(probe, ['ready'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = endOf(child)
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill(signal)
    expect(await ended).toEqual({ code: 0, signal: null })
  })

  test('SIGTERM ends it with code 0 in the middle of a kernel too', async () => {
    const child = spawn(probe, ['cpu', '--kernels', 'double', '--scale', '10'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = endOf(child)
    const output = readAll(child.stdout)
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    expect((await output).toString()).not.toContain('"result"')
  })

  test.runIf(canUnshare())(
    'SIGTERM ends it with code 0 as PID 1 too, where the kernel has no default for it',
    async () => {
      const outer = spawn('unshare', ['--pid', '--fork', probe, 'ready'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = endOf(outer)
      await new Promise((resolve) => outer.stdout.once('data', resolve))
      const [init] = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8').split(' ').map(Number)
      process.kill(Number(init), 'SIGTERM')
      expect(await ended).toEqual({ code: 0, signal: null })
    },
  )

  test('nothing prints nothing', () => {
    expect(runProbe('nothing')).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  test.each([
    [],
    ['cry'],
    ['ready', '--bogus'],
    ['ready', '--wait'],
    ['cpu', '--scale', '0'],
    ['cpu', '--scale', '10.5'],
    ['cpu', '--scale', 'nan'],
    ['cpu', '--scale'],
    ['cpu', '--kernels', ''],
    ['cpu', '--kernels', 'integer,'],
    ['cpu', '--kernels', 'integer,cry'],
    ['memory', '--scale', '0'],
    ['memory', '--bytes', '0'],
    ['memory', '--bytes', '-1'],
    ['memory', '--bytes', '12x'],
    ['memory', '--base', '1'],
    ['ready', '--guest'],
    ['nothing', '--question', '-1'],
    ['disk'],
    ['disk', '--dir', ''],
    ['spawn', '--bytes', '1'],
    ['isolation', '--scale', '1'],
    ['isolation', '--canary-file', 'relative'],
    ['isolation', '--loopback-port', '0'],
    ['isolation', '--loopback-port', '65536'],
  ])('refuses wrong arguments with one line of usage and code 2: $0 $1 $2', (...args: string[]) => {
    const { status, stdout, stderr } = runProbe(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^usage: probe .*\n$/)
  })

  test('cpu prints READY, then begin and result of every kernel, then done', () => {
    const { status, lines } = runProbe('cpu', '--scale', '0.01')
    expect(status).toBe(0)
    expect(lines[0]).toMatch(/^ISOSCOPE READY /)
    const seen = parseProtocol(lines).map(({ isoscope, kernel }) => [isoscope, kernel].join(' ').trim())
    expect(seen).toEqual([...KERNELS.flatMap((kernel) => [`begin ${kernel}`, `result ${kernel}`]), 'done'])
  })

  test('a kernel reports its work, a checksum, and CPU time that fits into its wall time', () => {
    for (const [, result] of readKernels('--scale', '0.2')) {
      const wall = Number(result.end_ns) - Number(result.start_ns)
      const cpu = Number(result.user_ns) + Number(result.system_ns)
      expect(result.work).toBeGreaterThan(0)
      expect(result.checksum).toMatch(/^[0-9a-f]{16}$/)
      expect(cpu).toBeGreaterThan(0)
      // Kernels that account by ticks round to 10 ms.
      expect(cpu).toBeLessThanOrEqual(wall + 20_000_000)
    }
  })

  test('checksums are the same in every run, differ by scale, and do not depend on the other kernels', () => {
    const whole = readChecksums('--scale', '0.02')
    expect(whole).toHaveLength(KERNELS.length)
    expect(readChecksums('--scale', '0.02')).toEqual(whole)
    expect(readChecksums('--scale', '0.02', '--kernels', 'syscalls,matrix')).toEqual([whole[4], whole[2]])
    for (const [index, checksum] of readChecksums('--scale', '0.04').entries()) expect(checksum).not.toBe(whole[index])
  })

  test('checksums are these on every machine and from every compiler', () => {
    expect(readChecksums('--scale', '0.02')).toEqual(GOLDEN)
  })

  test('work is the rounded product of base and scale', () => {
    const full = readKernels('--scale', '0.1', '--kernels', 'matrix').get('matrix')
    const tenth = readKernels('--scale', '0.01', '--kernels', 'matrix').get('matrix')
    expect(Number(full?.work)).toBe(10 * Number(tenth?.work))
  })

  test('cpu --wait stays after done until SIGTERM', async () => {
    const { child, stdout, events } = startLauncher([
      '--',
      probe,
      'cpu',
      '--kernels',
      'sort',
      '--scale',
      '0.01',
      '--wait',
    ])
    const ended = endOf(child)
    const seen = readAll(events)
    let text = ''
    stdout.on('data', (chunk: Buffer) => {
      text += chunk
    })
    await waitFor('done', () => text.includes('"done"'))
    await delay(100)
    expect(child.exitCode).toBe(null)
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(findEvent(parseEvents(await seen), 'exit').code).toBe(0)
  })

  test('memory touches the bytes it is asked for, and holds them while it waits', async () => {
    const bytes = 64 * 1024 * 1024
    const small = await launch(['--', probe, 'memory', '--bytes', '1'])
    const large = await launch(['--', probe, 'memory', '--bytes', String(bytes)])
    const line = findEvent(large.events, 'line').line as Json
    expect(line).toMatchObject({ isoscope: 'result', mode: 'memory', work: bytes })
    const more =
      Number(findEvent(large.events, 'exit').maxrss_bytes) - Number(findEvent(small.events, 'exit').maxrss_bytes)
    expect(more).toBeGreaterThan(bytes * 0.98)
    expect(more).toBeLessThan(bytes * 1.02)
  })

  test('memory takes a base first, says so, and the rest afterwards', () => {
    const { status, lines } = runProbe('memory', '--base', '4096', '--bytes', '8192')
    expect(status).toBe(0)
    expect(parseProtocol(lines)).toMatchObject([
      { isoscope: 'result', mode: 'memory', work: 4096 },
      { isoscope: 'done', mode: 'memory-base' },
      { isoscope: 'result', mode: 'memory', work: 8192 },
      { isoscope: 'done', mode: 'memory' },
    ])
  })

  test('memory says so when it cannot have them', () => {
    const { status, lines } = runProbe('memory', '--bytes', String(2 ** 60))
    expect(status).toBe(1)
    expect(parseProtocol(lines)).toMatchObject([{ isoscope: 'failed', mode: 'memory' }])
  })
})

describe('the launcher', () => {
  test('reports spawn, first byte, marker, ready and exit in this order', async () => {
    const { code, events, output } = await launch(['--', probe, 'ready', '--once'])
    expect(code).toBe(0)
    expect(events.map((event) => event.event)).toEqual(['spawned', 'first_byte', 'marker', 'ready', 'exit'])
    const times = events.map((event) => event.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const ready = findEvent(events, 'ready')
    expect(`ISOSCOPE READY ${JSON.stringify(ready.ready)}\n`).toBe(output.toString())
    // May still be 0: see read_cpu_ns in launch.c.
    expect(ready.cpu).toBeGreaterThanOrEqual(0)
    expect(findEvent(events, 'exit')).toMatchObject({ code: 0, signal: null })
  })

  test('reports every protocol line with the CPU time used until then, which never falls', async () => {
    const { events, output } = await launch(['--', probe, 'cpu', '--scale', '0.02'])
    const lines = events.filter((event) => event.event === 'line')
    expect(lines.map((event) => event.line)).toEqual(parseProtocol(output.toString().split('\n')))
    const cpu = lines.map((event) => Number(event.cpu))
    expect(cpu).toEqual(cpu.toSorted((a, b) => a - b))
    expect(cpu.at(-1)).toBeGreaterThan(cpu[0] ?? Number.POSITIVE_INFINITY)
  })

  test('counts the CPU time of a child that has died before its lines were read', async () => {
    const { events } = await launch(shell(`echo '{"isoscope":"x"}'; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done`))
    expect(findEvent(events, 'line').cpu).toBeTypeOf('number')
    expect(Number(findEvent(events, 'exit').user_ns)).toBeGreaterThan(0)
  })

  test('finds a marker that is split across writes and stands in the middle of a line', async () => {
    const script = 'printf "noise ISOSISOSC"; sleep 0.2; printf "OPE RE"; sleep 0.2; printf "ADY"; sleep 0.2'
    const { events } = await launch(shell(script))
    expect(events.map((event) => event.event)).toEqual(['spawned', 'first_byte', 'marker', 'exit'])
    const [, first, marker, exit] = events.map((event) => event.at)
    expect(Number(marker) - Number(first)).toBeGreaterThan(200_000_000)
    expect(Number(exit)).toBeGreaterThan(Number(marker))
  })

  test('looks for the marker it is given, once', async () => {
    const { events } = await launch(['--marker', 'aab', ...shell('echo aaaab; echo aab')])
    expect(events.filter((event) => event.event === 'marker')).toHaveLength(1)
    expect(
      (await launch(['--marker', 'aab', ...shell('echo ab; echo aa; echo b')])).events.map((e) => e.event),
    ).not.toContain('marker')
  })

  test('understands a serial console: carriage returns, noise before READY, broken and overlong lines', async () => {
    const script = [
      `printf 'Booting from ROM..\\033[2JISOSCOPE READY {"a":"}"}\\r\\n'`,
      `printf '{"isoscope":"one"}\\r\\n{"isoscope":"br[  3.2] usb\\nlogin: {"isoscope":"behind"}\\n'`,
      `printf '{"isoscope":"'; head -c 70000 /dev/zero | tr '\\0' x; echo '"}'`,
      `printf 'ISOSCOPE READY\\n{"isoscope":{"two":["\\\\"}"]}}\\n{"isoscope":"unfinished"}'`,
    ].join('; ')
    const { events } = await launch(shell(script))
    const told = events.filter((event) => event.event === 'line' || event.event === 'ready')
    expect(told.map((event) => event.line ?? event.ready)).toEqual([
      { a: '}' },
      { isoscope: 'one' },
      // A login prompt has no end of line.
      { isoscope: 'behind' },
      null,
      { isoscope: { two: ['"}'] } },
    ])
  })

  test('forwards 50 MB unchanged', async () => {
    const script = `head -c 50000000 /dev/urandom | tee ${join(directory, 'sent')}`
    const { output, code } = await launch(shell(script))
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect(code).toBe(0)
    expect(output.length).toBe(50_000_000)
    expect(digest(output)).toBe(digest(readFileSync(join(directory, 'sent'))))
  })

  test('forwards bytes that are no UTF-8 unchanged', async () => {
    const { output } = await launch(shell(String.raw`printf '\377\000\200abc\n\303('`))
    expect(output).toEqual(Buffer.from([0xff, 0, 0x80, 0x61, 0x62, 0x63, 0x0a, 0xc3, 0x28]))
  })

  test('loses nothing with a slow reader on a plain pipe, and reports the death at once', async () => {
    // The reader takes nothing before the exit event is there: the launcher must not be stuck in a write.
    const log = join(directory, 'slow.events')
    const script = `"${launcher}" -- head -c 200000 /dev/zero 3>"${log}" | { while ! grep -q exit "${log}"; do sleep 0.1; done; wc -c; }`
    const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', timeout: 30_000 })
    expect(stdout.trim()).toBe('200000')
  })

  test('lets the child wait while a slow reader holds much output back, and loses nothing', async () => {
    const script = `"${launcher}" -- head -c 5000000 /dev/zero 3>/dev/null | { sleep 0.5; wc -c; }`
    expect(spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe('5000000')
  })

  test('does not deadlock with a caller that reads the events only after all output', async () => {
    const { stdout, events } = startLauncher(
      shell(`i=0; while [ $i -lt 5000 ]; do echo '{"isoscope":1}'; i=$((i+1)); done`),
    )
    events.pause()
    expect((await readAll(stdout)).length).toBe(75_000)
    const seen = parseEvents(await readAll(events))
    expect(seen.filter((event) => event.event === 'line')).toHaveLength(5000)
  })

  test('drops output that nobody reads any more and lets the child end in peace', async () => {
    const { child, stdout, events } = startLauncher(['--', 'head', '-c', '5000000', '/dev/zero'])
    stdout.destroy()
    const ended = endOf(child)
    expect(findEvent(parseEvents(await readAll(events)), 'exit')).toMatchObject({ code: 0, signal: null })
    expect(await ended).toEqual({ code: 0, signal: null })
  })

  test('passes on exit codes, and 128 + n for signal n', async () => {
    expect(await launch(shell('exit 7'))).toMatchObject({ code: 7 })
    const killed = await launch(shell('kill -9 $$'))
    expect(killed.code).toBe(137)
    expect(findEvent(killed.events, 'exit')).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('forwards %s to the child', async (signal) => {
    const { child, events } = startLauncher(
      shell(`trap 'echo $$; exit 9' ${signal.slice(3)}; echo up; while :; do sleep 0.05; done`),
    )
    const ended = endOf(child)
    const seen = readAll(events)
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill(signal)
    expect((await ended).code).toBe(9)
    expect(findEvent(parseEvents(await seen), 'exit').code).toBe(9)
  })

  test.each([
    ['exec', 2, ['--', '/nonexistent/program']],
    ['exec', 13, ['--', '/etc/passwd']],
    ['chdir', 2, ['--chdir', '/nonexistent', '--', 'true']],
    ['cgroup', 2, ['--cgroup', '/nonexistent', '--', 'true']],
  ] as const)('says which step failed, with errno, and exits 127: %s %i', async (step, errno, args) => {
    const { code, events, output } = await launch(args)
    expect(code).toBe(127)
    expect(events).toEqual([{ event: 'failed', step, errno, message: expect.stringMatching(/\w/) }])
    expect(output).toHaveLength(0)
  })

  test.each([[[]], [['--']], [['--bogus', '--', 'true']], [['--marker', '', '--', 'true']], [['--chdir']]])(
    'refuses wrong arguments with one line and code 125: %j',
    async (args) => {
      const { code, errors } = await launch(args)
      expect(code).toBe(125)
      expect(errors).toMatch(/^launch: .*usage: .*\n$/)
    },
  )

  test('refuses to run without fd 3', () => {
    const { status, stderr } = spawnSync(launcher, ['--', 'true'], { encoding: 'utf8' })
    expect(status).toBe(125)
    expect(stderr).toMatch(/fd 3 is not open/)
  })

  test('finds the program on PATH, starts it in the directory it is told, and passes the environment as given', async () => {
    const env: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', CHECK: 'a b' }
    const { output } = await launch(['--chdir', '/usr', '--', 'sh', '-c', 'pwd; env | grep -E "^(CHECK|PATH|HOME)="'], {
      env,
    })
    expect(output.toString().split('\n').toSorted()).toEqual(['', '/usr', 'CHECK=a b', 'PATH=/usr/bin:/bin'])
  })

  test.runIf(onLinux)('gives the child no fd 3, no pipe of its own, no ignored and no blocked signal', async () => {
    const look = `sh -c 'ls -1 /proc/self/fd; grep ^Sig /proc/self/status'`
    const start = (command: string) => spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).stdout
    const listFds = (text: string) => text.split('\n').filter((line) => /^\d+$/.test(line))
    const stdout = start(`trap '' PIPE TERM USR1 CHLD; exec "${launcher}" -- ${look} 3>/dev/null`)
    // Whatever this test inherited itself is passed on, with and without a launcher between.
    expect(listFds(stdout)).toEqual(listFds(start(`exec ${look}`)))
    expect(stdout).toMatch(/SigBlk:\s0+\n/)
    expect(stdout).toMatch(/SigIgn:\s0+\n/)
  })

  test('does not wait for a grandchild that holds the pipe open', async () => {
    const { child, stdout, events } = startLauncher(shell('sleep 60 & echo $!; echo last'))
    // Both at once: what nobody reads when a child exits, Node throws away.
    const [output, reported] = await Promise.all([readAll(stdout), readAll(events)])
    const text = output.toString()
    const grandchild = Number(text.split('\n')[0])
    expect(text).toMatch(/^\d+\nlast\n$/)
    expect(findEvent(parseEvents(reported), 'exit').code).toBe(0)
    expect(isAlive(grandchild)).toBe(true)
    expect(child.pid).toBeGreaterThan(0)
    process.kill(grandchild, 'SIGKILL')
  })

  test.runIf(onLinux)('puts the child into every cgroup it is given before the program runs', async () => {
    const parents = findWritableCgroups()
    const groups = parents.map((parent) => join(parent, `isoscope-test-${process.pid}`))
    for (const group of groups) mkdirSync(group)
    try {
      const options = groups.flatMap((group) => ['--cgroup', group])
      const { code, output } = await launch([...options, '--', 'cat', '/proc/self/cgroup'])
      expect(code).toBe(0)
      expect(output.toString().split(`/isoscope-test-${process.pid}\n`).length - 1).toBe(groups.length)
      expect(readFileSync('/proc/self/cgroup', 'utf8')).not.toContain('isoscope-test')
    } finally {
      for (const group of groups) rmdirSync(group)
    }
  })

  test.runIf(onLinux)('leaves neither itself nor the child when its parent is killed', async () => {
    const file = join(directory, 'pids')
    const parent = spawn(process.execPath, ['-e', PARENT, launcher, file], { stdio: 'ignore' })
    const pids = await waitFor('both pids', () => existsSync(file) && /^(\d+) (\d+)$/.exec(readFileSync(file, 'utf8')))
    const [launcherPid, childPid] = [Number(pids[1]), Number(pids[2])]
    expect([isAlive(launcherPid), isAlive(childPid)]).toEqual([true, true])
    parent.kill('SIGKILL')
    await waitFor('the launcher to die', () => !isAlive(launcherPid))
    await waitFor('the child to die', () => !isAlive(childPid))
  })
})

// At --scale 0.02. Another value here means that results of different versions can no longer be compared.
const GOLDEN: readonly string[] = [
  'integer 83c615a6f93cc8a0',
  'double fc56cecfe59946d1',
  'matrix c42463c8e0c90b74',
  'sort cd719a4bfcc9b282',
  'syscalls 867e9bdc66441151',
]

const PARENT = `
  const [launcher, file] = process.argv.slice(1)
  const { spawn } = require('node:child_process'), { writeFileSync, renameSync } = require('node:fs')
  const child = spawn(launcher, ['--die-with-parent', '--', 'sleep', '60'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  child.stdio[3].once('data', (data) => {
    writeFileSync(file + '.new', child.pid + ' ' + JSON.parse(data).pid)
    renameSync(file + '.new', file)
  })`

function canUnshare(): boolean {
  return onLinux && spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0
}

/** One directory per hierarchy (cgroup v1 has several) that this user may make cgroups in. */
function findWritableCgroups(): string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const found = mounts.map((line) => line.split(' ')).filter(([, , type]) => type === 'cgroup' || type === 'cgroup2')
  return found.map(([, path]) => String(path)).filter(canMakeCgroup)
}

function canMakeCgroup(parent: string): boolean {
  const trial = join(parent, `isoscope-trial-${process.pid}`)
  try {
    mkdirSync(trial)
    // A cpuset of v1 takes no process before it has CPUs and memory nodes.
    const usable = !existsSync(join(trial, 'cpuset.cpus')) || existsSync(join(trial, 'cgroup.controllers'))
    rmdirSync(trial)
    return usable
  } catch {
    return false
  }
}
