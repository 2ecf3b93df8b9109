import { Tabs, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { watchInventory } from '../../store/live.ts'
import { useAway } from '../../store/useAway.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { EngineNotes } from '../instances/EngineNotes.tsx'
import table from '../instances/table.module.css'
import { WorkList } from '../instances/WorkList.tsx'
import { DiskTab } from './DiskTab.tsx'
import { NetworksTab } from './NetworksTab.tsx'
import { VolumesTab } from './VolumesTab.tsx'

const technologies = ['docker'] as const

/** What containers stand on and leave behind. */
export function StoragePage() {
  const [tab, setTab] = useState('disk')
  // Says which engine is not there.
  useWhileSeen(watchInventory)
  const isAway = useAway('docker')
  return (
    <>
      <div className={table.title}>
        <Title order={1}>Volumes and networks</Title>
        <Text size="sm" c="dimmed">
          what containers keep and how they reach each other
        </Text>
      </div>
      <WorkList technologies={technologies} />
      <EngineNotes technologies={technologies} onCheckAgain={() => undefined} />
      {!isAway && (
        <Tabs value={tab} onChange={(value) => setTab(value ?? 'disk')} keepMounted={false}>
          <Tabs.List mb={12}>
            <Tabs.Tab value="disk">Disk usage</Tabs.Tab>
            <Tabs.Tab value="volumes">Volumes</Tabs.Tab>
            <Tabs.Tab value="networks">Networks</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="disk">
            <DiskTab onVolumes={() => setTab('volumes')} />
          </Tabs.Panel>
          <Tabs.Panel value="volumes">
            <VolumesTab />
          </Tabs.Panel>
          <Tabs.Panel value="networks">
            <NetworksTab />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  )
}
