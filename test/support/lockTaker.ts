// node lockTaker.ts PATH...: says `ready`, and after a line on stdin tries to take each lock in turn; says for each
// `held` or why not. Holds what it got until stdin ends or it is killed, and releases it then.
import { once } from 'node:events'
import { EngineError } from '../../main/model/engineError.ts'
import { identifyProcess } from '../../main/os/processIdentity.ts'
import { acquireRunLock, type RunLock } from '../../main/os/runLock.ts'

const identity = identifyProcess(process.pid)
if (!identity) throw new Error('this process cannot be identified')
const owner = { ...identity, what: 'isoscope compare' }
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const locks: RunLock[] = []
const answers = process.argv.slice(2).map((path) => {
  try {
    locks.push(acquireRunLock(path, owner))
    return 'held'
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return `${error.code}: ${error.message}`
  }
})
process.stdout.write(`${answers.join('\n')}\n`)
process.stdin.on('end', () => {
  for (const lock of locks) lock.release()
})
