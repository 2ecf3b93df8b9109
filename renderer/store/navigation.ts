import { create } from 'zustand'

/** The pages there are, in the order of the sidebar. A page is here when it works. */
export const pageIds = ['compare', 'history', 'live', 'engines', 'settings'] as const
export type PageId = (typeof pageIds)[number]

const firstPage: PageId = 'compare'

export const useNavigation = create<{ readonly page: PageId }>(() => ({ page: firstPage }))

/** Shows a page and puts it into the address, so that a reload and the browser's way back find it. */
export function openPage(page: PageId): void {
  if (page === useNavigation.getState().page) return
  history.pushState(null, '', page === firstPage ? location.pathname : `${location.pathname}?page=${page}`)
  useNavigation.setState({ page })
}

/** The page an address names; the first one for an address that names none or one nobody knows. */
export function readPage(search: string): PageId {
  const named = new URLSearchParams(search).get('page')
  return pageIds.find((id) => id === named) ?? firstPage
}

/** Shows the page of the address, now and whenever the browser goes back or forth. */
export function followAddress(): void {
  const follow = () => useNavigation.setState({ page: readPage(location.search) })
  follow()
  window.addEventListener('popstate', follow)
}
