import { Button, Group, Text, TextInput } from '@mantine/core'
import { type Dispatch, type SetStateAction, useState } from 'react'
import type { Package } from '../../../main/contract/environment.ts'
import classes from './environments.module.css'
import { searchPackages } from './packageView.ts'

type Act = (packages: string[]) => void

/** What somebody looks for and has ticked: it outlives the table, which is not there while its packages cannot be read. */
export interface PackageChoice {
  readonly search: string
  readonly ticked: ReadonlySet<string>
}

export const noChoice: PackageChoice = { search: '', ticked: new Set() }

interface PackageTableProps {
  readonly packages: readonly Package[]
  readonly choice: PackageChoice
  readonly onChoose: Dispatch<SetStateAction<PackageChoice>>
  /** Null where its packages cannot be changed from here. */
  readonly onUninstall: Act | null
  readonly onUpdate: Act | null
}

export function PackageTable({
  packages,
  choice: { search, ticked },
  onChoose,
  onUninstall,
  onUpdate,
}: PackageTableProps) {
  const found = searchPackages(packages, search)
  const taken = packages.filter(({ name }) => ticked.has(name)).map(({ name }) => name)
  const tick = (name: string) =>
    onChoose((before) => {
      const next = new Set(before.ticked)
      if (!next.delete(name)) next.add(name)
      return { ...before, ticked: next }
    })
  if (packages.length === 0) return <Text size="sm">Nothing is installed in it.</Text>
  const hasChannels = packages.some(({ channel }) => channel !== null)
  return (
    <>
      <Group gap={8} mb={6}>
        <TextInput
          size="xs"
          type="search"
          w={190}
          placeholder="Search packages"
          aria-label="Search packages"
          value={search}
          onChange={(event) => {
            const { value } = event.currentTarget
            onChoose((before) => ({ ...before, search: value }))
          }}
        />
        <Text size="xs" c="dimmed" role="status">
          {found.length === packages.length ? packages.length : `${found.length} of ${packages.length}`}
        </Text>
        {onUpdate && (
          <Button size="compact-sm" variant="default" ml="auto" onClick={() => onUpdate(taken)}>
            Update {taken.length === 0 ? 'all' : taken.length}
          </Button>
        )}
        {onUninstall && taken.length > 0 && (
          <UninstallButton key={taken.join(' ')} packages={taken} onUninstall={onUninstall} />
        )}
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <section className={classes.packages} tabIndex={0} aria-label="Installed packages">
        <table>
          <thead>
            <tr>
              {onUninstall && <td />}
              <th scope="col">Package</th>
              <th scope="col">Version</th>
              {hasChannels && <th scope="col">Channel</th>}
            </tr>
          </thead>
          <tbody>
            {found.map(({ name, version, build, channel }) => (
              <tr key={`${name} ${version} ${channel}`}>
                {onUninstall && (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Tick ${name}`}
                      checked={ticked.has(name)}
                      onChange={() => tick(name)}
                    />
                  </td>
                )}
                <th scope="row">{name}</th>
                <td title={build ?? undefined}>{version}</td>
                {hasChannels && <td>{channel ?? '–'}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {found.length === 0 && <Text size="sm">No package is called that.</Text>}
    </>
  )
}

interface UninstallButtonProps {
  readonly packages: string[]
  readonly onUninstall: Act
}

/** Asks once more, in its own place. */
function UninstallButton({ packages, onUninstall }: UninstallButtonProps) {
  const [isAsked, setAsked] = useState(false)
  if (!isAsked) {
    return (
      <Button size="compact-sm" variant="default" c="var(--iso-bad)" onClick={() => setAsked(true)}>
        Uninstall {packages.length}…
      </Button>
    )
  }
  return (
    <Group gap={6} role="group" aria-label="Uninstall?" w="100%">
      <Text size="sm" flex={1}>
        Uninstall {packages.join(', ')}? What needs {packages.length === 1 ? 'it' : 'them'} may stop working.
      </Text>
      <Button size="compact-sm" variant="default" autoFocus onClick={() => setAsked(false)}>
        Keep
      </Button>
      <Button size="compact-sm" color="red.9" onClick={() => onUninstall(packages)}>
        Uninstall
      </Button>
    </Group>
  )
}
