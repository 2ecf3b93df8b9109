import { type ComponentType, lazy } from 'react'
import { ComparePage } from '../features/compare/ComparePage.tsx'
import type { PageId } from '../store/navigation.ts'

interface Page {
  readonly title: string
  readonly component: ComponentType
  /** It is about the app and what it stands on, not about what is measured: the sidebar has it below. */
  readonly isSystem?: true
}

/** What the first paint does not need comes as `lazy(() => import(…))`. */
export const pages: Readonly<Record<PageId, Page>> = {
  compare: { title: 'Compare', component: ComparePage },
  history: {
    title: 'History',
    component: lazy(async () => ({ default: (await import('../features/history/HistoryPage.tsx')).HistoryPage })),
  },
  live: {
    title: 'Live',
    component: lazy(async () => ({ default: (await import('../features/live/LivePage.tsx')).LivePage })),
  },
  engines: {
    title: 'Engines',
    component: lazy(async () => ({ default: (await import('../features/engines/EnginesPage.tsx')).EnginesPage })),
    isSystem: true,
  },
  settings: {
    title: 'Settings',
    component: lazy(async () => ({ default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage })),
    isSystem: true,
  },
}
