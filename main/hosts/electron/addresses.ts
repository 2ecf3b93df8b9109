/** Addresses within the page: what follows its origin. */

/** Shows one run, on the page where a run is shown. */
export function runAddress(id: string): string {
  return `/?page=compare&run=${encodeURIComponent(id)}`
}
