import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../model/engineError.ts'
import { identifyProcess, type ProcessIdentity } from './processIdentity.ts'

/** One comparison at a time per machine, whatever the user or ISOSCOPE_HOME: two would disturb each other's figures. */
export interface RunLock {
  /** Idempotent; never removes a lock that is not this one. */
  release(): void
}

export interface RunLockOwner extends ProcessIdentity {
  /** For the one who is refused, for example `isoscope compare`. */
  readonly what: string
}

const contentSchema = z.object({
  pid: z.int().positive(),
  startTime: z.string(),
  what: z.string(),
  since: z.string(),
  nonce: z.string(),
})
type Content = z.infer<typeof contentSchema>

/** What is at a lock's path. `identity` names this very file with this very content. */
interface Found {
  readonly identity: string
  readonly modifiedAt: number
  /** null for anything but a lock we wrote: an empty file, a link, a pipe. */
  readonly content: Content | null
}

/** Whoever writes a lock writes it at once; what cannot be read for longer than this was left behind. */
const garbageAgeMs = 60_000
const maxContentBytes = 4096

/** The same for every user of the machine. */
export function defaultRunLockPath(platform: NodeJS.Platform): string {
  return join(platform === 'win32' ? tmpdir() : '/tmp', 'isoscope-run.lock')
}

/**
 * Throws EngineError `in_use` that names a living owner; takes a dead one's lock over, of several takers exactly one.
 * `permission_denied` when a dead one's lock belongs to another user and may not be replaced. Never follows a link.
 */
export function acquireRunLock(path: string, owner: RunLockOwner): RunLock {
  const { pid, startTime, what } = owner
  const nonce = randomBytes(8).toString('hex')
  const content: Content = { pid, startTime, what, since: new Date().toISOString(), nonce }
  claim(path, content)
  return { release: () => removeOwn(path, nonce) }
}

/**
 * A lock comes into being by a hard link to a complete file, which fails when anything has its name. A stale one is
 * replaced only by the holder of a second lock, named after it, who has then seen that it is still there: so a slow
 * taker never removes what a quicker one has put in its place. That second lock may itself be left by a dead process,
 * and is claimed in the same way.
 */
function claim(path: string, content: Content): void {
  for (;;) {
    if (tryCreate(path, content)) return
    const found = look(path)
    if (found === null) continue
    refuseLiving(path, found)
    const guard = `${path}.${found.identity}`
    claim(guard, content)
    try {
      if (look(path)?.identity !== found.identity) continue
      withCompleteFile(path, content, (file) => renameSync(file, path))
      return
    } catch (error) {
      throw explainFailure(path, error)
    } finally {
      removeOwn(guard, content.nonce)
    }
  }
}

function tryCreate(path: string, content: Content): boolean {
  try {
    withCompleteFile(path, content, (file) => linkSync(file, path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw explainFailure(path, error)
  }
}

function withCompleteFile(path: string, content: Content, use: (file: string) => void): void {
  const file = `${path}.new-${randomBytes(8).toString('hex')}`
  const descriptor = openSync(file, 'wx', 0o644)
  try {
    // Other users must be able to read who holds it, whatever our umask is.
    fchmodSync(descriptor, 0o644)
    writeSync(descriptor, JSON.stringify(content))
    closeSync(descriptor)
    use(file)
  } finally {
    rmSync(file, { force: true })
  }
}

/** Who holds it now, in words, or null. Costs one small file and one of /proc: for being asked every few seconds. Never throws. */
export function readRunLock(path: string): string | null {
  try {
    const content = look(path)?.content
    return content && isRunning(content) ? describeHolder(content) : null
  } catch {
    // A lock that may not be read, such as one in a folder of another user, is none that a comparison of ours takes.
    return null
  }
}

/** Names the very lock that is at this path now, or null: what a taker's second lock is called after. */
export function identifyLock(path: string): string | null {
  return look(path)?.identity ?? null
}

function look(path: string): Found | null {
  let descriptor: number | undefined
  try {
    // A pipe would block without O_NONBLOCK; a link is not followed.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stat = fstatSync(descriptor)
    const buffer = Buffer.alloc(maxContentBytes)
    const bytes = stat.isFile() ? buffer.subarray(0, readSync(descriptor, buffer)) : Buffer.alloc(0)
    return { identity: identify(stat, bytes), modifiedAt: stat.mtimeMs, content: parseContent(bytes.toString('utf8')) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    const stat = lstatSync(path, { throwIfNoEntry: false })
    return stat ? { identity: identify(stat, Buffer.alloc(0)), modifiedAt: stat.mtimeMs, content: null } : null
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function identify(stat: { ino: number; mtimeMs: number }, bytes: Buffer): string {
  return createHash('sha256').update(`${stat.ino} ${stat.mtimeMs} `).update(bytes).digest('hex').slice(0, 16)
}

function parseContent(text: string): Content | null {
  try {
    return contentSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function refuseLiving(path: string, { content, modifiedAt }: Found): void {
  if (content === null) {
    if (Date.now() - modifiedAt > garbageAgeMs) return
    throw new EngineError('in_use', 'isoscope', `Another comparison seems to be starting: ${path} was just made.`, {
      remedy: { text: 'Try again in a minute' },
    })
  }
  if (!isRunning(content)) return
  throw new EngineError(
    'in_use',
    'isoscope',
    `Another comparison is running on this machine: ${describeHolder(content)}.`,
    { remedy: { text: 'Wait until it has ended, or end it', command: `kill -INT ${content.pid}` } },
  )
}

function describeHolder({ what, pid, since }: Content): string {
  return `${printable(what)} (process ${pid}, since ${printable(since)})`
}

/** A process of another user that /proc hides (hidepid) still answers that we may not signal it. */
function isRunning({ pid, startTime }: Content): boolean {
  const now = identifyProcess(pid)
  if (now !== null) return now.startTime === startTime
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Anybody can write a lock: what it says goes to a terminal without control characters, and short. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, 120)
}

function removeOwn(path: string, nonce: string): void {
  if (look(path)?.content?.nonce === nonce) rmSync(path, { force: true })
}

function explainFailure(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  // EPERM: in a folder like /tmp only its owner may replace a file. EISDIR: somebody made a folder of that name.
  if (!['EPERM', 'EACCES', 'EISDIR', 'EROFS'].includes(code)) return error
  return new EngineError(
    'permission_denied',
    'isoscope',
    `The lock ${path} of a comparison cannot be made (${code}).`,
    {
      remedy: { text: 'When no comparison is running, remove what was left', command: `sudo rm -r ${path}` },
      cause: error,
    },
  )
}
