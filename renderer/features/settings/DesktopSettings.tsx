import { Switch } from '@mantine/core'
import { useEffect } from 'react'
import { loadOpenAtLogin, setOpenAtLogin, useOpenAtLogin } from '../../store/openAtLogin.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { SettingRow, SettingSection } from './SettingRow.tsx'

/** What only the desktop app has. */
export function DesktopSettings() {
  const { on, problem } = useOpenAtLogin()
  useEffect(() => {
    const load = () => void loadOpenAtLogin()
    load()
    // The menu and the system's own settings change it too; both take the focus away.
    window.addEventListener('focus', load)
    return () => window.removeEventListener('focus', load)
  }, [])
  return (
    <SettingSection title="Desktop">
      {problem && <ProblemNotice title="Opening at login was not changed" problem={problem} />}
      <SettingRow
        labelId="open-at-login-label"
        fieldId="open-at-login"
        label="Open at login"
        note="Kept by the system. With a tray it starts without its window."
      >
        <Switch
          id="open-at-login"
          checked={on ?? false}
          disabled={on === null}
          onChange={(event) => void setOpenAtLogin(event.currentTarget.checked)}
        />
      </SettingRow>
    </SettingSection>
  )
}
