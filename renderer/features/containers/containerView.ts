import { create } from 'zustand'
import type { ListedInstance } from '../../../main/contract/live.ts'

/** What is asked of the user about one container, beyond what every instance has. */
export type ContainerDialog = { readonly kind: 'commit' | 'exec' | 'attach'; readonly instance: ListedInstance }

export const useContainerView = create<{ readonly dialog: ContainerDialog | null }>(() => ({ dialog: null }))

export function openContainerDialog(dialog: ContainerDialog): void {
  useContainerView.setState({ dialog })
}

export function closeContainerDialog(): void {
  useContainerView.setState({ dialog: null })
}
