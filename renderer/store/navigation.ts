import { create } from 'zustand'
import { runIdSchema } from '../../main/contract/run.ts'

/** The pages there are, in the order of the sidebar. A page is here when it works. */
export const pageIds = [
  'compare',
  'history',
  'live',
  'images',
  'containers',
  'builds',
  'registries',
  'storage',
  'projects',
  'environments',
  'machines',
  'hub',
  'engines',
  'settings',
] as const
export type PageId = (typeof pageIds)[number]

const firstPage: PageId = 'compare'

interface Place {
  readonly page: PageId
  /** The run an address asked for, until somebody has taken it to open it. */
  readonly wantedRun: string | null
}

export const useNavigation = create<Place>(() => ({ page: firstPage, wantedRun: null }))

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

/** The run an address names; null for none, or for what cannot be one. */
export function readRun(search: string): string | null {
  const named = runIdSchema.safeParse(new URLSearchParams(search).get('run'))
  return named.success ? named.data : null
}

/** The query of the address that stands behind `#open=`: so the desktop leads a page elsewhere without loading it anew. */
export function readOpened(hash: string): string | null {
  const address = new URLSearchParams(hash.replace(/^#/, '')).get('open')
  return address?.startsWith('/') ? new URL(address, 'app://isoscope').search : null
}

export function takeWantedRun(): string | null {
  const { wantedRun } = useNavigation.getState()
  if (wantedRun !== null) useNavigation.setState({ wantedRun: null })
  return wantedRun
}

/** Shows the page of the address, now and whenever the browser goes back or forth or is led elsewhere. */
export function followAddress(): void {
  const follow = () => {
    const opened = readOpened(location.hash)
    const search = opened ?? location.search
    const [page, wantedRun] = [readPage(search), readRun(search)]
    // A run is opened once; afterwards the address says what openPage would have written.
    if (opened !== null || wantedRun !== null) {
      const rest = opened === null ? location.hash : ''
      history.replaceState(null, '', `${location.pathname}${page === firstPage ? '' : `?page=${page}`}${rest}`)
    }
    useNavigation.setState(wantedRun === null ? { page } : { page, wantedRun })
  }
  follow()
  window.addEventListener('popstate', follow)
  window.addEventListener('hashchange', follow)
}
