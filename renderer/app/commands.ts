import { formatWhen } from '../../main/model/formatWhen.ts'
import { reconnectNow } from '../client.ts'
import { cancelRun, useActiveRun } from '../store/activeRun.ts'
import { useApp } from '../store/app.ts'
import { useConnection } from '../store/connection.ts'
import { canStartDraftedRun, startDraftedRun } from '../store/draftedRun.ts'
import { detectEngines, useEngines } from '../store/engines.ts'
import { testEngine, useEngineTests } from '../store/engineTests.ts'
import { openImageDialog } from '../store/imageDialog.ts'
import { sweepLeftovers } from '../store/leftovers.ts'
import { beginMaking } from '../store/making.ts'
import { openPage, pageIds } from '../store/navigation.ts'
import { openRun, useRuns } from '../store/runs.ts'
import { changeSettings, useSettings } from '../store/settings.ts'
import { technologyFacts, technologyOrder } from '../ui/technologies.ts'
import { pages } from './pages.ts'

/** Something the palette offers. */
export interface Command {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly description?: string
  /** Other words by which somebody may look for it. */
  readonly keywords?: readonly string[]
  readonly run: () => void
}

/** What can be done now, in the order it is offered: each is asked when the palette opens. A feature adds a line of its own. */
const sources: readonly (() => readonly Command[])[] = [
  listConnectionCommands,
  listComparisonCommands,
  listMakingCommands,
  listImageCommands,
  listPageCommands,
  listEngineCommands,
  listThemeCommands,
  listRunCommands,
]

export function listCommands(): readonly Command[] {
  return sources.flatMap((list) => list())
}

const isOpen = () => useConnection.getState().state === 'open'

function listConnectionCommands(): readonly Command[] {
  if (useConnection.getState().state !== 'lost') return []
  return [{ id: 'reconnect', group: 'Connection', label: 'Try to connect now', run: reconnectNow }]
}

function listComparisonCommands(): readonly Command[] {
  const group = 'Comparison'
  const { phase } = useActiveRun.getState()
  const show = () => openPage('compare')
  if (canStartDraftedRun()) {
    const run = () => {
      show()
      void startDraftedRun()
    }
    return [{ id: 'run', group, label: 'Run comparison', keywords: ['start', 'measure', 'compare'], run }]
  }
  if (phase === 'running') return [{ id: 'cancel', group, label: 'Cancel the comparison', run: () => void cancelRun() }]
  return []
}

function listMakingCommands(): readonly Command[] {
  if (!isOpen()) return []
  const keywords = ['create', 'make', 'add']
  return [
    {
      id: 'new-environment',
      group: 'New',
      label: 'New environment…',
      keywords: [...keywords, 'venv', 'conda', 'python'],
      run: () => beginMaking('environments'),
    },
    {
      id: 'new-machine',
      group: 'New',
      label: 'New machine…',
      keywords: [...keywords, 'virtual', 'vm', 'virtualbox', 'qemu'],
      run: () => beginMaking('machines'),
    },
    {
      id: 'connect-hub',
      group: 'New',
      label: 'Connect a hub…',
      keywords: [...keywords, 'jupyterhub', 'token'],
      run: () => beginMaking('hub'),
    },
  ]
}

function listImageCommands(): readonly Command[] {
  if (!isOpen() || useEngines.getState().engines.docker?.state !== 'ready') return []
  const group = 'Images and containers'
  const keywords = ['docker', 'image', 'container']
  return [
    {
      id: 'run-container',
      group,
      label: 'Run a container from an image…',
      keywords: [...keywords, 'start', 'terminal', 'create'],
      run: () => beginMaking('containers'),
    },
    {
      id: 'build-image',
      group,
      label: 'Build an image from a Dockerfile…',
      keywords: [...keywords, 'make', 'create'],
      run: () => openImageDialog({ kind: 'build' }),
    },
    {
      id: 'pull-image',
      group,
      label: 'Pull an image…',
      keywords: [...keywords, 'registry', 'download'],
      run: () => openImageDialog({ kind: 'pull' }),
    },
    {
      id: 'load-images',
      group,
      label: 'Load images from a file…',
      keywords: [...keywords, 'tar', 'import'],
      run: () => openImageDialog({ kind: 'load' }),
    },
    {
      id: 'prune-images',
      group,
      label: 'Prune images: remove those that nothing uses…',
      keywords: [...keywords, 'reclaim', 'space', 'disk'],
      run: () => openImageDialog({ kind: 'prune' }),
    },
  ]
}

function listPageCommands(): readonly Command[] {
  return pageIds.map((id) => ({
    id: `page-${id}`,
    group: 'Pages',
    label: `Go to ${pages[id].title}`,
    keywords: ['open', 'show', 'page', pages[id].group],
    run: () => openPage(id),
  }))
}

function listEngineCommands(): readonly Command[] {
  if (!isOpen()) return []
  const group = 'Engines'
  const leftBehind = useApp.getState().cost?.leftBehind ?? 0
  const sweep = { id: 'sweep', group, label: 'Clean up what was left behind', run: () => void sweepLeftovers() }
  return [
    {
      id: 'detect',
      group,
      label: 'Check all engines again',
      keywords: ['detect', 'refresh'],
      run: () => void detectEngines(),
    },
    ...listTestCommands(group),
    ...(leftBehind > 0 ? [sweep] : []),
  ]
}

/** Of the engines that are ready and take part in comparisons: a test starts what is compared. */
function listTestCommands(group: string): readonly Command[] {
  const contenders = useApp.getState().info?.contenders ?? []
  const { engines } = useEngines.getState()
  return technologyOrder
    .filter((one) => engines[one]?.state === 'ready' && contenders.some(({ technology }) => technology === one))
    .filter((one) => useEngineTests.getState()[one]?.state !== 'running')
    .map((technology) => ({
      id: `test-${technology}`,
      group,
      label: `Test ${technologyFacts[technology].title}`,
      keywords: ['try', 'works', technology],
      run: () => {
        openPage('engines')
        void testEngine(technology)
      },
    }))
}

function listThemeCommands(): readonly Command[] {
  const now = useSettings.getState().settings?.theme
  const labels = { system: 'Theme as the system has it', light: 'Light theme', dark: 'Dark theme' } as const
  return (['system', 'light', 'dark'] as const)
    .filter((theme) => now !== undefined && theme !== now)
    .map((theme) => ({
      id: `theme-${theme}`,
      group: 'Appearance',
      label: labels[theme],
      keywords: ['colours', 'appearance', 'mode'],
      run: () => void changeSettings({ theme }),
    }))
}

const mostRuns = 8

function listRunCommands(): readonly Command[] {
  const heads = useRuns.getState().heads ?? []
  return heads.slice(0, mostRuns).map(({ id, startedAt, contenders, rounds }) => ({
    id: `run-${id}`,
    group: 'Recent runs',
    label: `Open the run of ${formatWhen(startedAt)}`,
    description: `${contenders.join(', ')} · ${rounds.completed} ${rounds.completed === 1 ? 'round' : 'rounds'}`,
    keywords: [id],
    run: () => {
      openPage('compare')
      void openRun(id)
    },
  }))
}
