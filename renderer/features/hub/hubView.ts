import { create } from 'zustand'

/** What is asked for over the page. */
export interface HubDialogKind {
  readonly kind: 'connect' | 'disconnect' | 'addUser'
  /** Of the hub it is about; empty where the user is to say. */
  readonly url: string
}

export const useHubView = create<{ readonly dialog: HubDialogKind | null }>(() => ({ dialog: null }))

export function openHubDialog(dialog: HubDialogKind): void {
  useHubView.setState({ dialog })
}

export function closeHubDialog(): void {
  useHubView.setState({ dialog: null })
}
