import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identifyProcess } from '../../../main/os/processIdentity.ts'
import { acquireRunLock, defaultRunLockPath, identifyLock } from '../../../main/os/runLock.ts'

const taker = join(import.meta.dirname, '..', '..', 'support', 'lockTaker.ts')
const twoMinutesAgo = new Date(Date.now() - 120_000)
/** The pid lives, but it is not the process that took the lock. */
const lockOfDead = JSON.stringify({ pid: process.pid, startTime: 'another-1', what: 'x', since: '2026', nonce: 'n' })
let folder: string
let path: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-lock-'))
  path = join(folder, 'run.lock')
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Taker {
  readonly child: ChildProcess
  /** Lets it begin. */
  go(): void
  /** What it says next. */
  next(): Promise<string>
}

function startTaker(paths: readonly string[]): Taker {
  const child = spawn(process.execPath, [taker, ...paths], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  if (!child.stdout) throw new Error('its stdout is a pipe')
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, go: () => child.stdin?.write('go\n'), next: async () => String((await said.next()).value) }
}

async function startHolder(held = path): Promise<Taker> {
  const holder = startTaker([held])
  expect(await holder.next()).toBe('ready')
  holder.go()
  expect(await holder.next()).toBe('held')
  return holder
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const take = () => {
  const identity = identifyProcess(process.pid)
  if (!identity) throw new Error('a test has a process')
  return acquireRunLock(path, { ...identity, what: 'isoscope compare' })
}

test('the lock is at one place for all users of the machine', () => {
  expect(defaultRunLockPath('linux')).toBe('/tmp/isoscope-run.lock')
})

test('a second one is refused and told who holds it, since when, and how to end it', async () => {
  const holder = await startHolder()
  expect(take).toThrow(
    expect.objectContaining({
      code: 'in_use',
      message: expect.stringMatching(`isoscope compare \\(process ${holder.child.pid}, since 20\\d\\d-`),
      remedy: { text: expect.any(String), command: `kill -INT ${holder.child.pid}` },
    }),
  )
})

test('everybody may read who holds it, whatever the umask', () => {
  const before = process.umask(0o077)
  try {
    take()
  } finally {
    process.umask(before)
  }
  expect(statSync(path).mode & 0o777).toBe(0o644)
})

test('after its release the next one gets it, and nothing is left beside it', async () => {
  const holder = await startHolder()
  holder.child.stdin?.end()
  await once(holder.child, 'exit')
  expect(readdirSync(folder)).toEqual([])
  const lock = take()
  expect(readdirSync(folder)).toEqual(['run.lock'])
  lock.release()
  lock.release()
  expect(readdirSync(folder)).toEqual([])
})

test('the same process gets it only once', () => {
  take()
  expect(take).toThrow(expect.objectContaining({ code: 'in_use' }))
})

test('the lock of a process that was killed is taken over at once', async () => {
  const holder = await startHolder()
  await kill(holder.child)
  expect(existsSync(path)).toBe(true)
  take()
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid })
  expect(readdirSync(folder)).toEqual(['run.lock'])
})

test('a reused pid does not keep the lock of the process that had it before', () => {
  writeFileSync(path, lockOfDead)
  take()
  expect(JSON.parse(readFileSync(path, 'utf8')).startTime).toBe(identifyProcess(process.pid)?.startTime)
})

test('a release after the lock was lost leaves the new one alone', () => {
  const lock = take()
  rmSync(path)
  take()
  lock.release()
  expect(existsSync(path)).toBe(true)
})

test.each([
  ['a free lock', false],
  ["a dead process's lock", true],
])('of eight processes that want %s exactly one gets it, a hundred times', async (_, isStale) => {
  const paths = Array.from({ length: 100 }, (_, number) => `${path}-${number}`)
  if (isStale) for (const one of paths) writeFileSync(one, lockOfDead)
  const takers = Array.from({ length: 8 }, () => startTaker(paths))
  for (const one of takers) expect(await one.next()).toBe('ready')
  for (const one of takers) one.go()
  for (const one of paths) {
    const answers = await Promise.all(takers.map((each) => each.next()))
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(1)
    expect(answers.filter((answer) => answer.startsWith('in_use: Another comparison'))).toHaveLength(7)
    const winner = takers[answers.indexOf('held')]
    expect(JSON.parse(readFileSync(one, 'utf8')).pid).toBe(winner?.child.pid)
  }
  expect(readdirSync(folder)).toHaveLength(paths.length)
})

test('a taker that was killed in the middle of taking over is taken over from, too', async () => {
  await kill((await startHolder()).child)
  await leaveGuardOfDead()
  expect(readdirSync(folder)).toHaveLength(2)
  take()
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid)
  expect(readdirSync(folder)).toEqual(['run.lock'])
})

/** What a taker leaves that died between claiming the right to replace a stale lock and replacing it. */
async function leaveGuardOfDead(): Promise<void> {
  const { child } = await startHolder(`${path}.${identifyLock(path)}`)
  await kill(child)
}

test('what cannot be read is taken for a lock in the making for a minute, then for rubbish', () => {
  writeFileSync(path, '{"pid":')
  expect(take).toThrow(expect.objectContaining({ code: 'in_use' }))
  utimesSync(path, twoMinutesAgo, twoMinutesAgo)
  take()
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid)
})

test('a planted link is neither followed nor written through', () => {
  const precious = join(folder, 'precious')
  writeFileSync(precious, 'mine')
  symlinkSync(precious, path)
  expect(take).toThrow(expect.objectContaining({ code: 'in_use' }))
  lutimesSync(path, twoMinutesAgo, twoMinutesAgo)
  const lock = take()
  expect(lstatSync(path).isSymbolicLink()).toBe(false)
  expect(readFileSync(precious, 'utf8')).toBe('mine')
  lock.release()
  expect(readFileSync(precious, 'utf8')).toBe('mine')
})

test('a link to nowhere makes no file there', () => {
  symlinkSync(join(folder, 'nowhere'), path)
  lutimesSync(path, twoMinutesAgo, twoMinutesAgo)
  take()
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
})

test('a folder of its name is refused in words', () => {
  mkdirSync(path)
  utimesSync(path, twoMinutesAgo, twoMinutesAgo)
  expect(take).toThrow(expect.objectContaining({ code: 'permission_denied', remedy: expect.anything() }))
  expect(readdirSync(folder)).toEqual(['run.lock'])
})

test('what a lock says is shown short and without control characters', () => {
  const identity = identifyProcess(process.pid)
  const planted = { ...identity, what: `\u001b[2Jevil\n${'x'.repeat(500)}`, since: '2026', nonce: 'n' }
  writeFileSync(path, JSON.stringify(planted))
  expect(take).toThrow(expect.objectContaining({ message: expect.stringMatching(/^[\P{C}]{1,220}$/u) }))
})
