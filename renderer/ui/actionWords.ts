import type { Activity } from '../../main/contract/activity.ts'

/** What can be done, in words: `Stop`, `web is stopping`, `web was stopped`. */
export const actionWords: Readonly<
  Record<Activity['action'], { readonly verb: string; readonly going: string; readonly past: string }>
> = {
  start: { verb: 'Start', going: 'starting', past: 'started' },
  stop: { verb: 'Stop', going: 'stopping', past: 'stopped' },
  restart: { verb: 'Restart', going: 'restarting', past: 'restarted' },
  pause: { verb: 'Pause', going: 'pausing', past: 'paused' },
  resume: { verb: 'Resume', going: 'resuming', past: 'resumed' },
  save: { verb: 'Save', going: 'saving', past: 'saved' },
  kill: { verb: 'Kill', going: 'killing', past: 'killed' },
  rename: { verb: 'Rename', going: 'renaming', past: 'renamed' },
  remove: { verb: 'Remove', going: 'removing', past: 'removed' },
  logs: { verb: 'Show logs', going: 'reading', past: 'read' },
  create: { verb: 'Create', going: 'being created', past: 'created' },
  import: { verb: 'Import', going: 'being imported', past: 'imported' },
  clone: { verb: 'Clone', going: 'being cloned', past: 'cloned' },
  export: { verb: 'Export', going: 'being exported', past: 'exported' },
  takeSnapshot: { verb: 'Take snapshot', going: 'taking a snapshot', past: 'snapshotted' },
  restoreSnapshot: { verb: 'Restore snapshot', going: 'restoring a snapshot', past: 'restored' },
  removeSnapshot: { verb: 'Remove snapshot', going: 'removing a snapshot', past: 'relieved of a snapshot' },
  install: { verb: 'Install', going: 'being installed into', past: 'installed into' },
  update: { verb: 'Update', going: 'being updated', past: 'updated' },
  uninstall: { verb: 'Uninstall', going: 'losing packages', past: 'relieved of packages' },
  pullImage: { verb: 'Pull', going: 'being pulled', past: 'pulled' },
  pushImage: { verb: 'Push', going: 'being pushed', past: 'pushed' },
  tagImage: { verb: 'Tag', going: 'being tagged', past: 'tagged' },
  untagImage: { verb: 'Untag', going: 'losing a name', past: 'relieved of a name' },
  removeImage: { verb: 'Remove', going: 'being removed', past: 'removed' },
  pruneImages: { verb: 'Prune', going: 'being pruned', past: 'pruned' },
  saveImage: { verb: 'Save', going: 'being saved', past: 'saved' },
  loadImage: { verb: 'Load', going: 'being loaded', past: 'loaded' },
  readChanges: { verb: 'Read changes', going: 'being read', past: 'read' },
  commitContainer: { verb: 'Commit', going: 'being committed', past: 'committed' },
  readImage: { verb: 'Read', going: 'being read', past: 'read' },
  discardState: { verb: 'Discard saved state', going: 'losing its saved state', past: 'relieved of its saved state' },
}
