import { Group, NativeSelect, TextInput } from '@mantine/core'
import type { RunHead } from '../../../main/contract/run.ts'
import { listContenders, type RunFilter } from './filterRuns.ts'
import { statusWords } from './statusWords.ts'

interface RunFilterBarProps {
  readonly heads: readonly RunHead[]
  readonly filter: RunFilter
  readonly onChange: (filter: RunFilter) => void
}

const statuses = Object.keys(statusWords) as RunHead['status'][]

export function RunFilterBar({ heads, filter, onChange }: RunFilterBarProps) {
  return (
    <Group gap={8} mb={10}>
      <TextInput
        size="xs"
        w={260}
        type="search"
        placeholder="Find in notes, dates, contenders"
        aria-label="Find runs"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label="With the contender"
        data={[
          { value: '', label: 'Any contender' },
          ...listContenders(heads).map((id) => ({ value: id, label: `With ${id}` })),
        ]}
        value={filter.contender}
        onChange={(event) => onChange({ ...filter, contender: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label="With the status"
        data={[
          { value: '', label: 'Any status' },
          ...statuses.map((status) => ({ value: status, label: statusWords[status] })),
        ]}
        value={filter.status}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, status: statuses.find((status) => status === value) ?? '' })
        }
      />
    </Group>
  )
}
