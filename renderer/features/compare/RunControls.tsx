import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { maxBudgetMinutes, maxRounds, profileIds } from '../../../main/contract/run.ts'
import { useRunRequest } from '../../store/runRequest.ts'
import { ProfileNumberInput } from '../../ui/ProfileNumberInput.tsx'
import classes from './compare.module.css'
import { explainRequest } from './describeRequest.ts'

export function RunControls() {
  const drafted = useRunRequest()
  const { profile, rounds, budgetMinutes, metrics } = drafted
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
          data={[...profileIds]}
          value={profile}
          onChange={(value) => useRunRequest.setState({ profile: value })}
        />
      </Stack>
      <Stack gap={4}>
        <label className={classes.legend} htmlFor="rounds">
          Rounds
        </label>
        <ProfileNumberInput
          id="rounds"
          value={rounds}
          max={maxRounds}
          isLive
          onChange={(value) => useRunRequest.setState({ rounds: value })}
        />
      </Stack>
      <Stack gap={4}>
        <label className={classes.legend} htmlFor="budget">
          Minutes at most
        </label>
        <ProfileNumberInput
          id="budget"
          value={budgetMinutes}
          max={maxBudgetMinutes}
          isLive
          onChange={(value) => useRunRequest.setState({ budgetMinutes: value })}
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
        {explainRequest(drafted)}
      </Text>
    </Group>
  )
}
