import type { Instance } from '../../contract/instance.ts'
import { chooseActions } from '../actions.ts'
import { isOurs, nameInstance } from './labels.ts'

/** VirtualBox's own words (MachineState), as showvminfo writes them. */
const states: Readonly<Record<string, Instance['state']>> = {
  poweroff: 'stopped',
  aborted: 'stopped',
  // Its memory is on the disk: nothing runs.
  saved: 'stopped',
  'aborted-saved': 'stopped',
  running: 'running',
  starting: 'running',
  stopping: 'running',
  saving: 'running',
  restoring: 'running',
  teleporting: 'running',
  livesnapshotting: 'running',
  onlinesnapshotting: 'running',
  deletingsnapshotlive: 'running',
  paused: 'paused',
  teleportingpausedvm: 'paused',
  deletingsnapshotlivepaused: 'paused',
}

/** A guru meditation can only be ended. */
const hung: readonly string[] = ['gurumeditation', 'stuck']

/** Pure. When a machine was made VirtualBox does not keep. */
export function describeMachine(uuid: string, settings: ReadonlyMap<string, string>): Instance {
  const word = settings.get('VMState') ?? ''
  const state = states[word] ?? 'unknown'
  return {
    id: nameInstance(uuid),
    technology: 'virtualbox',
    name: settings.get('name') ?? uuid,
    state,
    owner: isOurs(settings) ? 'isoscope' : 'user',
    madeFrom: settings.get('ostype') ?? null,
    createdAt: null,
    startedAt: state === 'running' || state === 'paused' ? readTime(settings.get('VMStateChangeTime')) : null,
    actions: hung.includes(word)
      ? ['kill', 'remove', 'logs']
      : chooseActions(['start', 'stop', 'restart', 'pause', 'resume', 'save', 'kill'], state).concat(
          state === 'stopped' ? ['rename', 'remove', 'logs'] : ['remove', 'logs'],
        ),
  }
}

/** One whose settings file is gone or broken: VirtualBox knows nothing but its UUID, and can forget it. */
export function describeInaccessible(uuid: string): Instance {
  return {
    id: nameInstance(uuid),
    technology: 'virtualbox',
    name: `inaccessible ${uuid.slice(0, 8)}`,
    state: 'unknown',
    owner: 'user',
    madeFrom: null,
    createdAt: null,
    startedAt: null,
    actions: ['remove'],
  }
}

/** One that does not answer: by its name and what was known before. Nothing is offered but to end one that runs. */
export function describeUnanswered(uuid: string, name: string, runs: boolean, before?: Instance): Instance {
  return {
    id: nameInstance(uuid),
    technology: 'virtualbox',
    name: name === '' ? uuid : name,
    state: runs ? 'running' : 'unknown',
    owner: before?.owner ?? 'user',
    madeFrom: before?.madeFrom ?? null,
    createdAt: null,
    startedAt: null,
    actions: runs ? ['kill'] : [],
  }
}

/** `2026-11-23T17:23:42.270000000`, in UTC without saying so. */
export function readTime(text: string | undefined): string | null {
  const time = Date.parse(`${text?.slice(0, 23)}Z`)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
