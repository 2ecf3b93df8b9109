import { NumberInput, SegmentedControl } from '@mantine/core'
import { profileIds } from '../../../main/contract/run.ts'
import type { Settings } from '../../../main/contract/settings.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { profiles, roundsOf } from '../../../main/model/profile.ts'
import { changeSettings } from '../../store/settings.ts'
import { SettingRow, SettingSection } from './SettingRow.tsx'

/** As the contract limits it. */
const maxRounds = 1000

export function ComparisonSettings({ settings }: { readonly settings: Settings }) {
  const { profile, rounds } = settings
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
        <NumberInput
          // What is stored may have changed elsewhere, or the change was refused.
          key={rounds}
          id="default-rounds"
          size="xs"
          w={150}
          placeholder="as the profile"
          min={1}
          max={maxRounds}
          allowDecimal={false}
          allowNegative={false}
          defaultValue={rounds ?? ''}
          onBlur={(event) => keepRounds(event.currentTarget.value, rounds)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
      </SettingRow>
    </SettingSection>
  )
}

function keepRounds(text: string, before: number | null): void {
  const number = Number(text)
  const rounds = text === '' || !Number.isInteger(number) || number < 1 ? null : Math.min(maxRounds, number)
  if (rounds !== before) void changeSettings({ rounds })
}
