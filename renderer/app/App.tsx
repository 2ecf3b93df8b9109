import { MantineProvider } from '@mantine/core'
import { ComparePage } from '../features/compare/ComparePage.tsx'
import classes from './App.module.css'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
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
      <div className={classes.shell}>
        <Header />
        <Navigation />
        <main className={classes.main}>
          <ConnectionNotice />
          <ComparePage />
        </main>
        <StatusBar />
      </div>
    </MantineProvider>
  )
}
