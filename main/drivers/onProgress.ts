import type { ActivityProgress } from '../contract/activity.ts'

/** Called as often as the engine tells something; never after the call has ended. */
export type OnProgress = (progress: ActivityProgress) => void
