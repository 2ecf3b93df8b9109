import { admitCommand } from '../commandGate.ts'
import { noteRun, readTrend, removeRuns, restoreRuns } from '../runHistory.ts'
import { findRun, loadRun } from '../runSources.ts'
import type { Services } from '../services.ts'
import { os } from './implementer.ts'

export function createRunRoutes(services: Services) {
  const { runs, store } = services
  return {
    runs: {
      start: os.runs.start.handler(({ input }) => ({ id: runs.start(input) })),
      startCommand: os.runs.startCommand.handler(({ input }) => ({
        id: runs.start(input.request, admitCommand(services.commandGate, input.command)),
      })),
      watch: os.runs.watch.handler(({ input, signal }) => runs.watch(input.id, signal)),
      cancel: os.runs.cancel.handler(async ({ input }) => {
        await runs.cancel(input.id)
        return {}
      }),
      active: os.runs.active.handler(() => ({ id: runs.activeId() })),
      list: os.runs.list.handler(({ input }) => [...store.listRuns(input.limit)]),
      get: os.runs.get.handler(({ input }) => loadRun(store, input)),
      find: os.runs.find.handler(({ input }) => ({ id: findRun(store, input.name) })),
      // What reports and compares is loaded when it is asked for, not with every start.
      export: os.runs.export.handler(async ({ input }) => {
        const { renderReport } = await import('../../report/formats.ts')
        return { text: renderReport(loadRun(store, input.run), input.format) }
      }),
      diff: os.runs.diff.handler(async ({ input }) => {
        const { diffRuns } = await import('../../model/diff/diffRuns.ts')
        return diffRuns(loadRun(store, input.before), loadRun(store, input.after))
      }),
      note: os.runs.note.handler(({ input }) => noteRun(store, input)),
      remove: os.runs.remove.handler(({ input }) => removeRuns(store, input.ids)),
      restore: os.runs.restore.handler(({ input }) => restoreRuns(store, input.ids)),
      trend: os.runs.trend.handler(({ input }) => readTrend(store, input)),
    },
  }
}
