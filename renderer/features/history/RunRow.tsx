import { ActionIcon, Checkbox, Menu, Table, UnstyledButton } from '@mantine/core'
import { memo } from 'react'
import type { ReportFormat } from '../../../main/contract/report.ts'
import type { RunHead } from '../../../main/contract/run.ts'
import { formatPercent } from '../../../main/model/format.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { MenuDots } from '../../ui/MenuDots.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { findTechnology } from '../../ui/technologies.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { downloadRun, fileTypes } from './downloadRun.ts'
import classes from './history.module.css'
import { NoteCell } from './NoteCell.tsx'
import { statusWords } from './statusWords.ts'

interface RunRowProps {
  readonly head: RunHead
  /** The row that Tab stops at; what stands in the others is out of its way. */
  readonly isActive: boolean
  readonly isTicked: boolean
  readonly onFocus: () => void
  readonly onTick: (isTicked: boolean) => void
  readonly onOpen: () => void
  readonly onDelete: () => void
}

export const RunRow = memo(RunRowBody, (before, after) =>
  // What it would call does the same as before.
  (['head', 'isActive', 'isTicked'] as const).every((name) => before[name] === after[name]),
)

function RunRowBody({ head, isActive, isTicked, onFocus, onTick, onOpen, onDelete }: RunRowProps) {
  const { id, startedAt, status, rounds, profile, noise } = head
  const when = formatWhen(startedAt)
  const tabIndex = isActive ? 0 : -1
  return (
    <Table.Tr tabIndex={tabIndex} aria-selected={isTicked} className={classes.run} onFocus={onFocus}>
      <Table.Td className={classes.tickCell}>
        <Checkbox
          size="xs"
          tabIndex={tabIndex}
          disabled={status === 'running'}
          aria-label={`Tick the run of ${when}`}
          checked={isTicked}
          onChange={(event) => onTick(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <UnstyledButton className={classes.open} tabIndex={tabIndex} title={`Open ${id} in Compare`} onClick={onOpen}>
          {when}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>
        <ul className={classes.contenders}>
          {head.contenders.map((one) => (
            <li key={one}>
              <TechnologyMark technology={findTechnology(one)} />
              {one}
            </li>
          ))}
        </ul>
      </Table.Td>
      <Table.Td className={classes.tabular}>
        <span data-status={status} className={classes.status}>
          {statusWords[status]}
        </span>
        <small>
          {rounds.completed} of {rounds.requested} · {profile}
        </small>
      </Table.Td>
      <Table.Td className={classes.tabular}>
        {noise === null ? (
          <span className={classes.reason} title="Too few rounds to tell">
            –<Unseen> too few rounds</Unseen>
          </span>
        ) : (
          <>
            {noise.grade.toUpperCase()}
            <small>{formatPercent(noise.spread)}</small>
          </>
        )}
      </Table.Td>
      <Table.Td>
        <NoteCell id={id} note={head.note} label={when} tabIndex={tabIndex} />
      </Table.Td>
      <Table.Td>
        <RunMenu head={head} label={when} tabIndex={tabIndex} onOpen={onOpen} onDelete={onDelete} />
      </Table.Td>
    </Table.Tr>
  )
}

interface RunMenuProps extends Pick<RunRowProps, 'head' | 'onOpen' | 'onDelete'> {
  readonly label: string
  readonly tabIndex: number
}

function RunMenu({ head, label, tabIndex, onOpen, onDelete }: RunMenuProps) {
  return (
    <Menu position="bottom-end" withinPortal shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" tabIndex={tabIndex} aria-label={`Actions for the run of ${label}`}>
          <MenuDots />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onOpen}>Open in Compare</Menu.Item>
        <Menu.Divider />
        <Menu.Label>Save as</Menu.Label>
        {(Object.keys(fileTypes) as ReportFormat[]).map((format) => (
          <Menu.Item key={format} onClick={() => void downloadRun(head.id, format)}>
            {fileTypes[format].title} <span className={classes.reason}>{fileTypes[format].note}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={head.status === 'running'} onClick={onDelete}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
