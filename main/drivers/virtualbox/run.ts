import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError, throwIfAborted } from '../../model/engineError.ts'
import { type RunResult, runProgram } from '../../os/run.ts'
import { createTurns } from '../../os/turns.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { explainFailure, isLocked, isServiceAway } from './errors.ts'
import { dropWarning } from './parse.ts'
import { describeInstallation, requireVBoxManage } from './program.ts'
import { createProgressReader } from './progress.ts'

export interface VBoxManageCall {
  readonly args: readonly string[]
  /** It changes nothing, so it is asked again where no answer comes. */
  readonly isQuestion?: true
  /** It may take as long as a disk does: others do not wait for it. */
  readonly overlaps?: true
  /** For what takes its time: what is being done, for people, and who is told how far it is. */
  readonly progress?: { readonly step: string; readonly onProgress: OnProgress }
  /** For a question whose answer can be done without: how long it is waited for, in milliseconds. */
  readonly timeout?: number
}

/** Milliseconds. The first command after a while starts VBoxSVC, which reads all settings. */
const orderTimeout = 60_000
const questionTimeout = 8_000
const askedTimes = 3
/** Of what can be done without. */
const fewTimes = 2
/** Copying terabytes takes its time. */
const longTimeout = 12 * 3_600_000
/** Asked to end, it tells VBoxSVC to stop and to take away what it has made, and waits for that. */
const cancelGrace = 20_000

/** It listens from when it has said 0%. Ended before, it leaves VBoxSVC to go on by itself. */
const listeningDelay = 500

const anyExitCode = Array.from({ length: 256 }, (_, code) => code)

/** Milliseconds between tries, and how many: a command that looks at a machine locks it for as long as it looks. */
const lockDelay = 300
const lockTries = 15
const fewTries = 3

/** Of this process's calls to each VBoxSVC: one serves all that have the same settings folder. */
const turns = createTurns()

/**
 * VBoxManage ARGS: https://www.virtualbox.org/manual/topics/vboxmanage.html
 *
 * Resolves with stdout, without the warning that Debian's wrapper prints before every answer. Rejects with EngineError as
 * explainFailure says, or `not_installed`, `cancelled`, `timeout`, `bad_output`. Some commands print an error and exit
 * with 0: an error is one whatever the exit code. Where another command has the machine, it waits a little for it.
 *
 * Calls take turns, but for those that may take hours. VBoxManage waits for ever now and then when several connect to VBoxSVC at once
 * (7.2.22: about one in a hundred), and two that look at one machine take its session from each other (one in five). One after
 * another none of 298 failed, and they took a quarter longer than four at once.
 */
export async function runVBoxManage(deps: DriverDeps, call: VBoxManageCall, signal: AbortSignal): Promise<string> {
  const tries = call.timeout === undefined ? lockTries : fewTries
  const times = !call.isQuestion ? 1 : call.timeout === undefined ? askedTimes : fewTimes
  for (let attempt = 1; ; attempt++) {
    try {
      if (call.progress || call.overlaps) return await runOnce(deps, call, signal)
      const { VBOX_USER_HOME: settings, HOME: home } = deps.env
      return await turns.take(settings ?? home ?? '', signal, () => runOnce(deps, call, signal))
    } catch (error) {
      throwIfAborted(signal, 'virtualbox')
      const isPassing = error instanceof EngineError && (isLocked(error) || isServiceAway(error)) && attempt < tries
      const isUnanswered = error instanceof EngineError && error.code === 'timeout' && attempt < times
      if (!isPassing && !isUnanswered) throw error
      await sleep(lockDelay, undefined, { signal }).catch(() => {
        throw cancelled('virtualbox')
      })
    }
  }
}

async function runOnce(deps: DriverDeps, call: VBoxManageCall, signal: AbortSignal): Promise<string> {
  const report = call.progress && createProgressReader(call.progress.step, call.progress.onProgress)
  const ending = delayAbort(signal, call.progress ? listeningDelay : 0)
  const result: RunResult = await runProgram(requireVBoxManage(deps), ['--nologo', ...call.args], {
    engine: 'virtualbox',
    // Names may have any letter, which takes a locale with UTF-8; messages are English in this one.
    env: { ...deps.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: undefined },
    signal: ending.signal,
    timeout: call.timeout ?? (call.progress ? longTimeout : call.isQuestion ? questionTimeout : orderTimeout),
    // A question changes nothing that would have to be undone.
    ...(!call.isQuestion && { killDelay: cancelGrace }),
    acceptedExitCodes: anyExitCode,
    remedy: describeInstallation(deps),
    ...(report && { onOutput: (stream, chunk) => (stream === 'stderr' ? report(chunk) : undefined) }),
  }).finally(ending.stop)
  throwIfAborted(signal, 'virtualbox')
  const failure = explainFailure(result)
  if (failure) throw failure
  return dropWarning(result.stdout)
}

/** Aborts so many milliseconds after the given one. */
function delayAbort(signal: AbortSignal, delay: number): { readonly signal: AbortSignal; stop(): void } {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(() => late.abort(), delay)
  }
  if (signal.aborted) late.abort()
  else signal.addEventListener('abort', onAbort, { once: true })
  return {
    signal: late.signal,
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

/** The one word that a command was asked for. Throws `bad_output` where it is not in the answer. */
export function requireAnswer(found: string | undefined, what: string, answer: string): string {
  if (found !== undefined) return found
  throw new EngineError('bad_output', 'virtualbox', `VirtualBox does not tell ${what}.`, { detail: answer.slice(-400) })
}
