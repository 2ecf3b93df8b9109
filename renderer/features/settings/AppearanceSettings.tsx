import { SegmentedControl } from '@mantine/core'
import type { Settings } from '../../../main/contract/settings.ts'
import { changeSettings } from '../../store/settings.ts'
import { SettingRow, SettingSection } from './SettingRow.tsx'

export function AppearanceSettings({ settings }: { readonly settings: Settings }) {
  return (
    <SettingSection title="Appearance">
      <SettingRow labelId="theme-label" label="Theme" note="System follows the operating system’s own setting.">
        <SegmentedControl
          size="xs"
          aria-labelledby="theme-label"
          data={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          value={settings.theme}
          onChange={(theme) => void changeSettings({ theme })}
        />
      </SettingRow>
      <SettingRow
        labelId="units-label"
        label="Bytes"
        note="In this window. Reports, exports and the command line always use MiB."
      >
        <SegmentedControl
          size="xs"
          aria-labelledby="units-label"
          data={[
            { value: 'binary', label: 'MiB (1,048,576)' },
            { value: 'decimal', label: 'MB (1,000,000)' },
          ]}
          value={settings.byteUnits}
          onChange={(byteUnits) => void changeSettings({ byteUnits })}
        />
      </SettingRow>
    </SettingSection>
  )
}
