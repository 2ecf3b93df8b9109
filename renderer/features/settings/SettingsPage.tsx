import { Loader, Title } from '@mantine/core'
import { useCapability } from '../../store/app.ts'
import { useSettings } from '../../store/settings.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { AppearanceSettings } from './AppearanceSettings.tsx'
import { ComparisonSettings } from './ComparisonSettings.tsx'
import { DataSettings } from './DataSettings.tsx'
import { DesktopSettings } from './DesktopSettings.tsx'
import { FolderSettings } from './FolderSettings.tsx'
import { PriceSettings } from './PriceSettings.tsx'
import classes from './settings.module.css'

export function SettingsPage() {
  const { settings, problem } = useSettings()
  const isDesktop = useCapability('login.change')
  return (
    <>
      <Title order={1}>Settings</Title>
      {problem && <ProblemNotice title="A setting was not kept" problem={problem} />}
      {settings === null ? (
        <Loader size="sm" role="status" aria-label="Loading the settings" />
      ) : (
        <div className={classes.page}>
          <AppearanceSettings settings={settings} />
          <ComparisonSettings settings={settings} />
          <PriceSettings prices={settings.prices} />
          <FolderSettings />
          {isDesktop && <DesktopSettings />}
          <DataSettings />
        </div>
      )}
    </>
  )
}
