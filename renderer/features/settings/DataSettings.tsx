import { Button, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatQuantity } from '../../../main/model/format.ts'
import { useActiveRun } from '../../store/activeRun.ts'
import { useApp } from '../../store/app.ts'
import { useConnection } from '../../store/connection.ts'
import { clearRuns, loadStorage, type Storage, useStorage } from '../../store/storage.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { SettingSection } from './SettingRow.tsx'
import classes from './settings.module.css'

export function DataSettings() {
  const { storage, cleared, problem } = useStorage()
  const folder = useApp(({ info }) => info?.dataFolder)
  const isOpen = useConnection(({ state }) => state === 'open')
  useEffect(() => {
    if (isOpen) void loadStorage()
  }, [isOpen])
  return (
    <SettingSection title="Data">
      <Text size="sm" c="dimmed" mb={8}>
        Everything Isoscope keeps is in one folder of this machine, and nowhere else. <code>ISOSCOPE_HOME</code> names
        another.
      </Text>
      {folder && <CopyCommand command={folder} />}
      <div className={classes.storage}>{storage && <Facts facts={describeStorage(storage)} />}</div>
      {problem && <ProblemNotice title="The runs were not removed" problem={problem} />}
      {cleared && (
        <Text size="sm" mb={8} role="status">
          {countRuns(cleared.runs)} removed; {formatQuantity(cleared.freedBytes, 'bytes')} returned to the disk.
        </Text>
      )}
      {storage && storage.runs > 0 && <ClearRuns storage={storage} />}
    </SettingSection>
  )
}

function ClearRuns({ storage }: { readonly storage: Storage }) {
  const [isAsking, setIsAsking] = useState(false)
  const isIdle = useActiveRun(({ phase }) => phase === 'idle')
  if (!isAsking) {
    return (
      <Group gap={10}>
        <Button size="xs" variant="default" disabled={!isIdle} onClick={() => setIsAsking(true)}>
          Remove all runs…
        </Button>
        {!isIdle && (
          <Text size="sm" c="dimmed">
            Not while a comparison is running.
          </Text>
        )}
      </Group>
    )
  }
  const returns = formatQuantity(storage.databaseBytes, 'bytes')
  return (
    <section className={classes.asking} aria-label="Remove all runs">
      <Text size="sm">
        <strong>{countRuns(storage.runs)} with all samples would be gone for good</strong>; up to {returns} return to
        the disk. Environments, machines, downloads and settings stay. There is no way back: export what you need first.
      </Text>
      <Group gap={8}>
        <Button
          size="xs"
          variant="default"
          c="var(--iso-bad)"
          onClick={() => {
            setIsAsking(false)
            void clearRuns()
          }}
        >
          Remove {countRuns(storage.runs)}
        </Button>
        <Button size="xs" variant="default" autoFocus onClick={() => setIsAsking(false)}>
          Keep them
        </Button>
      </Group>
    </section>
  )
}

function describeStorage({ runs, databaseBytes, cacheBytes, keptBytes }: Storage): Readonly<Record<string, string>> {
  const bytes = (value: number) => formatQuantity(value, 'bytes')
  return {
    runs: `${countRuns(runs)} and the settings: ${bytes(databaseBytes)}`,
    downloads: `${bytes(cacheBytes)}, fetched again when they are missing`,
    'kept by you': `${bytes(keptBytes)} of environments and machines`,
  }
}

function countRuns(runs: number): string {
  return `${runs} ${runs === 1 ? 'run' : 'runs'}`
}
