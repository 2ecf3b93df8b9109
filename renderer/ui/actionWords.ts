import type { Action } from '../../main/contract/instance.ts'

/** What can be done to an instance, in words: `Stop`, `web is stopping`, `web was stopped`. */
export const actionWords: Readonly<
  Record<Action, { readonly verb: string; readonly going: string; readonly past: string }>
> = {
  start: { verb: 'Start', going: 'starting', past: 'started' },
  stop: { verb: 'Stop', going: 'stopping', past: 'stopped' },
  restart: { verb: 'Restart', going: 'restarting', past: 'restarted' },
  pause: { verb: 'Pause', going: 'pausing', past: 'paused' },
  resume: { verb: 'Resume', going: 'resuming', past: 'resumed' },
  kill: { verb: 'Kill', going: 'killing', past: 'killed' },
  rename: { verb: 'Rename', going: 'renaming', past: 'renamed' },
  remove: { verb: 'Remove', going: 'removing', past: 'removed' },
  logs: { verb: 'Show logs', going: 'reading', past: 'read' },
}
