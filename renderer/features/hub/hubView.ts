import { create } from 'zustand'

/** What is asked for over the page. */
export type HubDialogKind =
  /** `url`: of the hub it is about; empty where the user is to say. */
  | { readonly kind: 'connect'; readonly url: string }
  | { readonly kind: 'disconnect'; readonly url: string }
  | { readonly kind: 'addUser'; readonly url: string }

export const useHubView = create<{ readonly dialog: HubDialogKind | null }>(() => ({ dialog: null }))

export function openHubDialog(dialog: HubDialogKind): void {
  useHubView.setState({ dialog })
}

export function closeHubDialog(): void {
  useHubView.setState({ dialog: null })
}
