import { isOwnOrigin } from './decisions.ts'

/** Addresses within the page: what follows its origin. renderer/store/navigation.ts reads them. */

export type PageName = 'compare' | 'history' | 'live' | 'engines' | 'settings'

export function pageAddress(page: PageName): string {
  return `/?page=${page}`
}

/** Shows one run, on the page where a run is shown. */
export function runAddress(id: string): string {
  return `/?page=compare&run=${encodeURIComponent(id)}`
}

/**
 * What to load so that a page shows an address. `current` is what it shows now, empty when it shows nothing yet: one of our
 * own is handed the address behind `#open=`, which loads nothing anew, so that nothing in it is lost.
 */
export function createPageUrl(own: string, current: string, address: string): string {
  if (!isOwnOrigin(current, own)) return `${own}${address}`
  const [document = ''] = current.split('#', 1)
  return `${document}#open=${encodeURIComponent(address)}`
}
