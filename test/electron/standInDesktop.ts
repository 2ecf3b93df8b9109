import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { projectRoot } from '../support/cli.ts'
import { type Desktop, type DesktopOptions, entry, watchComplaints } from './desktop.ts'
import { toChromium } from './standIn/addresses.ts'
import type { Answer } from './standIn/control.ts'
import type { Verbs } from './standIn/verbs.ts'

export type Control = { [K in keyof Verbs]: (...args: Parameters<Verbs[K]>) => Promise<Awaited<ReturnType<Verbs[K]>>> }

/** A main process on the stand-in, with nobody looking at its page. */
export interface StandInProcess {
  readonly pid: number
  readonly control: Control
  readonly ended: Promise<number | null>
  log(): string
  kill(): void
}

const usualRegister = join(projectRoot, 'test', 'electron', 'standIn', 'register.ts')

/** `register`: the stand-in's first file, as it is or as plainStandIn.ts has written it. */
export function startStandIn(
  { home, userData, args = [], env = {} }: DesktopOptions,
  register = usualRegister,
): StandInProcess {
  const child = fork(entry, [`--user-data-dir=${userData}`, ...args], {
    execArgv: ['--import', register],
    env: { ...process.env, ...env, ISOSCOPE_HOME: home },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return {
    pid: child.pid ?? 0,
    control: createControl(child, ended),
    ended,
    log: () => log,
    kill: () => void child.kill('SIGKILL'),
  }
}

export async function launchStandIn(options: DesktopOptions): Promise<Desktop> {
  const started = startStandIn(options)
  try {
    return await openDesktop(started)
  } catch (error) {
    started.kill()
    throw new Error(`the desktop did not start:\n${started.log()}`, { cause: error })
  }
}

async function openDesktop(started: StandInProcess): Promise<Desktop> {
  const { control, ended, pid, log } = started
  const browser = await chromium.connectOverCDP(await control.endpoint())
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no context.')
  const page: Page = context.pages()[0] ?? (await context.waitForEvent('page'))
  const complaints = watchComplaints(page)
  await page.waitForURL((url) => url.protocol === 'https:')
  return {
    pid,
    page,
    control,
    complaints,
    log,
    toAddress: toChromium,
    openedOutside: async () => (await control.handedOver()).filter((each) => each.startsWith('openExternal ')),
    countWindows: async () => context.pages().length,
    quit: async () => {
      await control.quit()
      return await ended
    },
  }
}

/** Each verb is a question to the process; a question it cannot answer any more is rejected. */
function createControl(child: ChildProcess, ended: Promise<unknown>): Control {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  child.on('message', (answer: Answer) => {
    const question = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) question?.reject(new Error(answer.error))
    else question?.resolve(answer.value)
  })
  ended.then(() => {
    for (const question of waiting.values()) question.reject(new Error('The app has ended.'))
  })
  const ask = (verb: string, args: readonly unknown[]): Promise<unknown> => {
    const question = Promise.withResolvers<unknown>()
    waiting.set(++lastId, question)
    child.send({ id: lastId, verb, args }, (error) => error && question.reject(error))
    return question.promise
  }
  return new Proxy({} as Control, {
    get: (_target, verb) => (verb === 'then' ? undefined : (...args: unknown[]) => ask(String(verb), args)),
  })
}
