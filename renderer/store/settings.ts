import { create } from 'zustand'
import type { Settings } from '../../main/contract/settings.ts'

/** Null until they have been read. */
export const useSettings = create<{ readonly settings: Settings | null }>(() => ({ settings: null }))
