import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import type { ComponentProps } from 'react'
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
      <LimitInput
        id="rounds"
        label="Rounds"
        value={rounds}
        max={maxRounds}
        onChange={(value) => useRunRequest.setState({ rounds: value })}
      />
      <LimitInput
        id="budget"
        label="Minutes at most"
        value={budgetMinutes}
        max={maxBudgetMinutes}
        onChange={(value) => useRunRequest.setState({ budgetMinutes: value })}
      />
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

type LimitProps = Omit<ComponentProps<typeof ProfileNumberInput>, 'isLive'> & { readonly label: string }

function LimitInput({ label, ...input }: LimitProps) {
  return (
    <Stack gap={4}>
      <label className={classes.legend} htmlFor={input.id}>
        {label}
      </label>
      <ProfileNumberInput {...input} isLive />
    </Stack>
  )
}
