import { Loader, MantineProvider } from '@mantine/core'
import { Suspense } from 'react'
import { useNavigation } from '../store/navigation.ts'
import classes from './App.module.css'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { OutcomeNotifications } from './OutcomeNotifications.tsx'
import { pages } from './pages.ts'
import { StatusBar } from './StatusBar.tsx'
import { resolveVariables, theme } from './theme.ts'

export function App({ nonce }: { readonly nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <OutcomeNotifications />
      <div className={classes.shell}>
        <Header />
        <Navigation />
        <main className={classes.main}>
          <ConnectionNotice />
          <CurrentPage />
        </main>
        <StatusBar />
      </div>
    </MantineProvider>
  )
}

function CurrentPage() {
  const { component: Component } = pages[useNavigation(({ page }) => page)]
  return (
    <Suspense fallback={<Loader size="sm" aria-label="Loading the page" />}>
      <Component />
    </Suspense>
  )
}
