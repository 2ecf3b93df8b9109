import { MantineProvider } from '@mantine/core'
import { Welcome } from '../features/welcome/Welcome.tsx'
import { useNavigation } from '../store/navigation.ts'
import classes from './App.module.css'
import { CommandPalette } from './CommandPalette.tsx'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { Header } from './Header.tsx'
import { LeftoverNotice } from './LeftoverNotice.tsx'
import { Navigation } from './Navigation.tsx'
import { OutcomeNotifications } from './OutcomeNotifications.tsx'
import { PageFrame } from './PageFrame.tsx'
import { themeMemory } from './rememberedTheme.ts'
import { SkipLink } from './SkipLink.tsx'
import { StatusBar } from './StatusBar.tsx'
import { ThemeFollower } from './ThemeFollower.tsx'
import { resolveVariables, theme } from './theme.ts'

export function App({ nonce }: { readonly nonce: string }) {
  const page = useNavigation((state) => state.page)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      colorSchemeManager={themeMemory}
      getStyleNonce={() => nonce}
    >
      <OutcomeNotifications />
      <ThemeFollower />
      <CommandPalette />
      <div className={classes.shell}>
        <SkipLink />
        <Header />
        <Navigation />
        <main className={classes.main} id="main" tabIndex={-1}>
          <ConnectionNotice />
          <LeftoverNotice />
          {page === 'compare' && <Welcome />}
          <PageFrame />
        </main>
        <StatusBar />
      </div>
    </MantineProvider>
  )
}
