import { create } from 'zustand'
import { openPage, type PageId } from './navigation.ts'

/** The pages on which something is made. */
export type MakingPage = Extract<PageId, 'containers' | 'environments' | 'machines' | 'hub'>

/** Whose dialog for a new thing is open. */
export const useMaking = create<{ readonly page: MakingPage | null }>(() => ({ page: null }))

/** Shows the page, with its dialog for a new thing. */
export function beginMaking(page: MakingPage): void {
  openPage(page)
  useMaking.setState({ page })
}

/** Where it is this page's that is open: what leaves may already have been followed by another. */
export function endMaking(page: MakingPage): void {
  useMaking.setState((state) => (state.page === page ? { page: null } : state))
}
