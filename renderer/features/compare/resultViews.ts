import { lazy } from 'react'

/** The ways to look at one run. What the first paint does not need comes when it is looked at. */
export const resultViews = ['Table', 'Charts', 'Isolation', 'Timeline'] as const
export type ResultView = (typeof resultViews)[number]

export const ChartsView = lazy(async () => ({ default: (await import('./figures/ChartsView.tsx')).ChartsView }))
export const IsolationView = lazy(async () => ({
  default: (await import('./isolation/IsolationView.tsx')).IsolationView,
}))
export const WhatThisSays = lazy(async () => ({ default: (await import('./says/WhatThisSays.tsx')).WhatThisSays }))
export const TimelineView = lazy(async () => ({ default: (await import('./timeline/TimelineView.tsx')).TimelineView }))
