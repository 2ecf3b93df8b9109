import { type ComponentType, lazy } from 'react'
import { ComparePage } from '../features/compare/ComparePage.tsx'
import type { PageId } from '../store/navigation.ts'

interface Page {
  readonly title: string
  readonly component: ComponentType
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
}
