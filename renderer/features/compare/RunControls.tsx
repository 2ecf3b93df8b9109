import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core'
import type { MetricSet, ProfileId } from '../../../main/contract/run.ts'
import { formatDuration } from '../../../main/model/format.ts'
import { chooseProfile, type Profile, profiles } from '../../../main/model/profile.ts'
import { useRunRequest } from '../../store/runRequest.ts'
import classes from './compare.module.css'

const profileIds = Object.keys(profiles) as ProfileId[]

export function RunControls() {
  const { profile, rounds, metrics } = useRunRequest()
  return (
    <Group gap="8px 28px" align="flex-start">
      <Stack gap={4}>
        <span className={classes.legend} id="profile-label">
          Profile
        </span>
        <SegmentedControl
          size="xs"
          aria-labelledby="profile-label"
          aria-describedby="profile-note"
          data={profileIds}
          value={profile}
          onChange={(value) => useRunRequest.setState({ profile: value })}
        />
      </Stack>
      <Stack gap={4}>
        <label className={classes.legend} htmlFor="rounds">
          Rounds
        </label>
        <NumberInput
          id="rounds"
          size="xs"
          w={130}
          placeholder="as the profile"
          min={1}
          max={maxRounds}
          allowDecimal={false}
          allowNegative={false}
          value={rounds ?? ''}
          onChange={(value) => useRunRequest.setState({ rounds: readRounds(value) })}
        />
      </Stack>
      <Stack gap={4}>
        <span className={classes.legend} id="metrics-label">
          What to measure
        </span>
        <SegmentedControl
          size="xs"
          aria-labelledby="metrics-label"
          aria-describedby="profile-note"
          data={[
            { value: 'basic', label: 'The basics' },
            { value: 'all', label: 'Everything' },
          ]}
          value={metrics}
          onChange={(value) => useRunRequest.setState({ metrics: value })}
        />
      </Stack>
      <Text size="sm" c="dimmed" className={classes.profileNote} id="profile-note">
        {rounds === null ? describeProfile(chooseProfile(profile, { metrics })) : describeRounds(rounds)}{' '}
        {whatIsMeasured[metrics]}
      </Text>
    </Group>
  )
}

const whatIsMeasured = {
  basic: 'Start-up, CPU cost, memory, disk, stop and kill: ten rounds take a few minutes.',
  all: 'The basics, other kinds of work, and after the rounds deployment, density, isolation and portability: several times as long, up to an hour with an emulated machine.',
} as const satisfies Record<MetricSet, string>

function describeProfile({ looks, stopsWhenPrecise, budgetMs }: Profile): string {
  const rounds = `${looks.join(', ')} rounds`
  const until = stopsWhenPrecise ? `${rounds}, until every start-up is known to ±5 %` : rounds
  return budgetMs === null ? `${until}.` : `${until}; at most ${formatDuration(budgetMs)}.`
}

/** As the contract limits it. An empty field is the profile's own number. */
const maxRounds = 1000

function readRounds(value: number | string): number | null {
  const rounds = Number(value)
  return value === '' || !Number.isInteger(rounds) || rounds < 1 ? null : Math.min(maxRounds, rounds)
}

function describeRounds(rounds: number): string {
  const exactly = `Exactly ${rounds} ${rounds === 1 ? 'round' : 'rounds'} after the warm-up.`
  return rounds < 6 ? `${exactly} An interval needs at least 6.` : exactly
}
