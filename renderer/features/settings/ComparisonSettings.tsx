import { SegmentedControl } from '@mantine/core'
import { maxBudgetMinutes, maxRounds, profileIds } from '../../../main/contract/run.ts'
import type { Settings } from '../../../main/contract/settings.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { profiles, roundsOf } from '../../../main/model/profile.ts'
import { changeSettings } from '../../store/settings.ts'
import { ProfileNumberInput } from '../../ui/ProfileNumberInput.tsx'
import { SettingRow, SettingSection } from './SettingRow.tsx'

export function ComparisonSettings({ settings }: { readonly settings: Settings }) {
  const { profile, rounds, budgetMinutes } = settings
  const { budgetMs } = profiles[profile]
  const own = roundsOf(profiles[profile])
  const profileNote = budgetMs === null ? `${own} rounds.` : `Up to ${own} rounds, at most ${formatDuration(budgetMs)}.`
  return (
    <SettingSection title="Comparisons">
      <SettingRow labelId="default-profile" label="Profile to begin with" note={profileNote}>
        <SegmentedControl
          size="xs"
          aria-labelledby="default-profile"
          data={[...profileIds]}
          value={profile}
          onChange={(value) => void changeSettings({ profile: value })}
        />
      </SettingRow>
      <SettingRow
        labelId="default-rounds-label"
        fieldId="default-rounds"
        label="Rounds to begin with"
        note="Empty: as the profile has it. An interval needs at least 6."
      >
        <ProfileNumberInput
          id="default-rounds"
          value={rounds}
          max={maxRounds}
          onChange={(value) => void changeSettings({ rounds: value })}
        />
      </SettingRow>
      <SettingRow
        labelId="default-budget-label"
        fieldId="default-budget"
        label="Minutes at most to begin with"
        note="Empty: as the profile has it; with rounds of your own no limit. No further round begins after that time."
      >
        <ProfileNumberInput
          id="default-budget"
          value={budgetMinutes}
          max={maxBudgetMinutes}
          onChange={(value) => void changeSettings({ budgetMinutes: value })}
        />
      </SettingRow>
    </SettingSection>
  )
}
