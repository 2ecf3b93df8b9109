import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { availableParallelism, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listProcesses } from '../../main/os/proc.ts'
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { buildProbe } from '../../scripts/build-probe.mjs'

type Json = Record<string, unknown>

const onLinux = process.platform === 'linux'
let directory: string
let probe: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'isoscope-probe-'))
  probe = (buildProbe({ outDir: directory, extraFlags: ['-Werror'] }) as { probe: string }).probe
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function runProbe(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout } = spawnSync(probe, args, { encoding: 'utf8', env })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  return { status, lines: lines.map((line) => JSON.parse(line) as Json) }
}

function readResults(...args: readonly string[]): readonly Json[] {
  return runProbe(args).lines.filter(({ isoscope }) => isoscope === 'result')
}

const listChecksums = (results: readonly Json[]) => results.map(({ kernel, checksum }) => `${kernel} ${checksum}`)

/** At --scale 0.02. Another value here means that results of different versions can no longer be compared. */
const golden: Readonly<Record<string, readonly string[]>> = {
  memory: ['touch c5318d9e203a8237', 'chase 294c43056ee81652'],
  disk: ['large 02d391b29a73d9b9', 'small 0ec7e315db788ac8'],
  spawn: ['processes c32d09f963d970cb'],
}

describe('the mode run', () => {
  const run = (...args: readonly string[]) => spawnSync(probe, ['run', ...args], { encoding: 'utf8' })
  const readReport = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Json

  test('starts a command as it is, says what it cost, and ends as it has ended', () => {
    const { status, stdout } = run(
      '--dir',
      '/etc',
      '--',
      'sh',
      '-c',
      'pwd; printf "%s|" "$@"; exit 3',
      '$0',
      '$HOME;',
      '--dir',
    )
    expect(status).toBe(3)
    expect(stdout.split('\n').slice(0, 2)).toEqual(['/etc', '$HOME;|--dir|'])
    expect(readReport(stdout)).toMatchObject({ isoscope: 'exit', code: 3, user_ns: expect.any(Number) })
  })

  test('ends with 128 and the number of the signal that ended the command, also when it hands that on', async () => {
    expect(run('--', 'sh', '-c', 'kill -9 $$').status).toBe(137)
    const child = spawn(probe, ['run', '--', 'sh', '-c', 'echo up; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
  })

  test('says why a command cannot be started, and gives no file to a shell', async () => {
    const script = join(directory, 'without-shebang')
    await writeFile(script, 'echo a shell has read this', { mode: 0o755 })
    for (const [file, message] of [
      ['no-such-program', 'No such file or directory'],
      [script, 'Exec format error'],
      [directory, 'Permission denied'],
    ] as const) {
      const { status, stdout } = run('--', file)
      expect(status).toBe(127)
      expect(stdout).toBe(`\n{"isoscope":"failed","message":"${message}"}\n`)
    }
    expect(run('--').status).toBe(2)
  })
})

describe.each(['memory', 'disk', 'spawn'])('the mode %s', (mode) => {
  const scaled = (scale: string) => [mode, ...(mode === 'disk' ? ['--dir', directory] : []), '--scale', scale]

  test('tells the begin and the result of each kind of work, and then that it is done', () => {
    const { status, lines } = runProbe(scaled('0.02'))
    expect(status).toBe(0)
    const seen = lines.filter(({ isoscope }) => isoscope !== 'place').map(({ isoscope, kernel }) => [isoscope, kernel])
    const kernels = [...new Set(seen.slice(0, -1).map(([, kernel]) => kernel))]
    expect(seen).toEqual([
      ...kernels.flatMap((kernel) => [
        ['begin', kernel],
        ['result', kernel],
      ]),
      ['done', undefined],
    ])
    expect(lines.at(-1)).toEqual({ isoscope: 'done', mode })
  })

  test('does the work it is asked for, with a checksum that depends on it and on nothing else', () => {
    const results = readResults(...scaled('0.02'))
    expect(listChecksums(results)).toEqual(golden[mode])
    expect(listChecksums(readResults(...scaled('0.02')))).toEqual(golden[mode])
    const twice = readResults(...scaled('0.04'))
    for (const [index, { work, checksum }] of twice.entries()) {
      expect(work).toBe(2 * Number(results[index]?.work))
      expect(checksum).not.toBe(results[index]?.checksum)
    }
  })

  test('reports CPU time that fits into its wall time', () => {
    for (const result of readResults(...scaled('0.1'))) {
      const wall = Number(result.end_ns) - Number(result.start_ns)
      const cpu = Number(result.user_ns) + Number(result.system_ns)
      expect(cpu).toBeGreaterThan(0)
      // Kernels that account by ticks round to 10 ms.
      expect(cpu).toBeLessThanOrEqual(wall + 20_000_000)
    }
  })
})

describe('the mode disk', () => {
  test('leaves nothing in the folder, and says what it is on and how much stayed in the page cache', () => {
    const folder = join(directory, 'scratch')
    mkdirSync(folder)
    const { lines } = runProbe(['disk', '--dir', folder, '--scale', '0.02'])
    expect(readdirSync(folder)).toEqual([])
    const place = lines.find(({ isoscope }) => isoscope === 'place')
    const type = spawnSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8' }).stdout.trim()
    if (onLinux) expect(type).toContain(String(place?.filesystem).replace('overlay', 'overlayfs').slice(0, 3))
    expect(place?.cached_bytes).toBeTypeOf('number')
  })

  test('says which step failed, and leaves nothing then either', () => {
    expect(runProbe(['disk', '--dir', '/nonexistent'])).toMatchObject({
      status: 1,
      lines: [{ isoscope: 'failed', mode: 'disk', step: 'mkdir', errno: 2 }],
    })
    const folder = join(directory, 'full')
    mkdirSync(folder)
    // 64 blocks of 512 bytes per file: the large one does not fit.
    const script = 'trap "" XFSZ; ulimit -f 64; exec "$0" disk --dir "$1"'
    const { status, stdout } = spawnSync('/bin/sh', ['-c', script, probe, folder], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stdout).toMatch(/"failed","mode":"disk","step":"write"/)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the mode spawn', () => {
  test('counts the CPU time of the children', () => {
    // The shell's own account of everything below it: its last line is user and system time of what it has waited for.
    const { stdout } = spawnSync('/bin/sh', ['-c', '"$0" spawn; times', probe], { encoding: 'utf8' })
    const lines = stdout.trim().split('\n')
    const [user = 0, system = 0] = [...(lines.at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
    )
    const result = lines.find((line) => line.includes('"result"')) ?? '{}'
    const { user_ns, system_ns } = JSON.parse(result) as Record<string, number>
    const share = (Number(user_ns) + Number(system_ns)) / 1e9 / (user + system)
    expect(share).toBeGreaterThan(0.85)
    expect(share).toBeLessThan(1.1)
  })

  test.runIf(onLinux)('works as PID 1 as well, which otherwise lets the kernel reap', () => {
    const args = ['--user', '--map-root-user', '--pid', '--fork', probe, 'spawn', '--scale', '0.02']
    const { stdout } = spawnSync('unshare', args, { encoding: 'utf8' })
    expect(stdout).toContain(String(golden.spawn?.[0]?.split(' ')[1]))
  })

  test('does not start children that cannot give the answer', () => {
    const ask = (question: string) => spawnSync(probe, ['nothing', '--question', question]).status
    expect(new Set(['0', '1', '2', '3'].map(ask)).size).toBeGreaterThan(1)
    expect(ask('3')).toBe(ask('3'))
  })
})

describe.runIf(onLinux)('the mode isolation', () => {
  function readFacts(args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env) {
    const { status, lines } = runProbe(['isolation', ...args], env)
    expect(status).toBe(0)
    return new Map(lines.filter(({ isoscope }) => isoscope === 'fact').map((fact) => [String(fact.id), fact]))
  }

  test('tells of the machine it runs on what the machine says of itself', () => {
    const facts = readFacts()
    expect(facts.get('kernel')?.value).toBe(release())
    expect(facts.get('boot_id')?.value).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
    expect(facts.get('cpus')?.value).toBe(availableParallelism())
    expect(facts.get('memory_total')?.value).toBe(totalmem())
    expect(facts.get('uid')?.value).toBe(process.getuid?.())
    expect(String(facts.get('namespaces')?.value).split(' ')).toContain(readlinkSync('/proc/self/ns/pid'))
    expect(Math.abs(Number(facts.get('processes')?.value) - listProcesses().length)).toBeLessThan(50)
    const ownStatus = readFileSync('/proc/self/status', 'utf8')
    expect(ownStatus).toContain(`CapEff:\t${facts.get('capabilities')?.value}\n`)
    expect(ownStatus).toContain(`Seccomp:\t${facts.get('seccomp')?.value}\n`)
  })

  test('finds a canary process by its name, and not one that is not there', async () => {
    const name = `iso-${process.pid}`
    symlinkSync(probe, join(directory, name))
    const child = spawn(join(directory, name), ['ready'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    expect(readFacts(['--canary-process', name]).get('canary_process')?.value).toBe(child.pid)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readFacts(['--canary-process', name]).get('canary_process')?.value).toBe(0)
  })

  test('tells what stands in a canary file, byte by byte, or why it cannot', async () => {
    const file = join(directory, 'canary')
    await writeFile(file, 'a"b\\c\u0001ü')
    const value = String(readFacts(['--canary-file', file]).get('canary_file')?.value)
    expect(Buffer.from(value, 'latin1').toString('utf8')).toBe('a"b\\c\u0001ü')
    expect(readFacts(['--canary-file', `${file}-not`]).get('canary_file')).toMatchObject({
      value: null,
      why: 'No such file or directory',
    })
  })

  test('reads what a port on the loopback says, or tells why not', async () => {
    const server = createServer((socket) => socket.end('token'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    // Not spawnSync: this process must answer.
    const child = spawn(probe, ['isolation', '--loopback-port', port], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
    })
    await once(child, 'close')
    expect(output).toContain('"id":"loopback","value":"token"')
    server.close()
    await once(server, 'close')
    expect(readFacts(['--loopback-port', port]).get('loopback')).toMatchObject({
      value: null,
      why: 'Connection refused',
    })
  })

  test('names the variables it is given and tells no value but PATH and VIRTUAL_ENV', () => {
    const facts = readFacts([], { PATH: '/a:/b', SECRET: 'hush', VIRTUAL_ENV: '/v' })
    expect(String(facts.get('variables')?.value).split(' ').sort()).toEqual(['PATH', 'SECRET', 'VIRTUAL_ENV'])
    expect(facts.get('path')?.value).toBe('/a:/b')
    expect(facts.get('virtual_env')?.value).toBe('/v')
    expect(JSON.stringify([...facts])).not.toContain('hush')
  })

  test('reads the limits of the cgroup it is in', () => {
    const place = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup'].find((path) => {
      try {
        mkdirSync(join(path, `isoscope-test-${process.pid}`))
        return true
      } catch {
        return false
      }
    })
    if (!place) return
    const group = join(place, `isoscope-test-${process.pid}`)
    const file = join(group, place.endsWith('memory') ? 'memory.limit_in_bytes' : 'memory.max')
    try {
      const script = 'echo 67108864 > "$2" && echo $$ > "$1/cgroup.procs" && exec "$0" isolation'
      const { stdout } = spawnSync('/bin/sh', ['-c', script, probe, group, file], { encoding: 'utf8' })
      expect(stdout).toContain('"id":"memory_limit","value":"67108864"')
    } finally {
      spawnSync('rmdir', [group])
    }
    expect(readFacts().get('memory_limit')?.value).toBe('none')
  })

  test('cannot read what its user may not', () => {
    const file = join(directory, 'private')
    symlinkSync('/etc/shadow', file)
    chmodSync(directory, 0o755)
    const { stdout } = spawnSync(
      'setpriv',
      ['--reuid=65534', '--clear-groups', probe, 'isolation', '--canary-file', file],
      {
        encoding: 'utf8',
      },
    )
    expect(stdout).toContain('"id":"canary_file","value":null,"why":"Permission denied"')
    expect(stdout).toContain('"id":"uid","value":65534')
  })
})
