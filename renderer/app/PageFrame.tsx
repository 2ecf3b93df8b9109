import { Loader } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { useNavigation } from '../store/navigation.ts'
import { useSettings } from '../store/settings.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { pages } from './pages.ts'

/** The page that is shown, with what it needs around it: its title, the focus on its heading, and words when it breaks. */
export function PageFrame() {
  const page = useNavigation((state) => state.page)
  const byteUnits = useSettings(({ settings }) => settings?.byteUnits ?? 'binary')
  const { component: Component, title } = pages[page]
  return (
    <ErrorBoundary key={page}>
      <Suspense fallback={<Loader size="sm" role="status" aria-label="Loading the page" />}>
        {/* What a page has computed it computes anew in other units, except where they are chosen: there the focus is. */}
        <Component key={page === 'settings' ? page : byteUnits} />
        <Arrival title={title} />
      </Suspense>
    </ErrorBoundary>
  )
}

let hasArrived = false

/** Behind the page in the same Suspense: its effect runs when the page is there, however late that is. */
function Arrival({ title }: { readonly title: string }) {
  useEffect(() => {
    document.title = `${title} · Isoscope`
    // Whoever opens the window begins at its top; on every further page a keyboard or a screen reader goes on at its heading.
    if (hasArrived) focusHeading()
    hasArrived = true
  }, [title])
  return null
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('main h1')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus()
}
