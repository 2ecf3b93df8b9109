import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { MachineDescription } from '../../../main/contract/machine.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { quoteCommand } from '../../../main/model/quoteCommand.ts'
import { CopyCommand } from '../../ui/CopyCommand.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { takeText } from '../../ui/takeAway.ts'
import classes from './machines.module.css'
import { writePort } from './portLines.ts'

/** What a machine consists of. */
export function MachineFacts({ description }: { readonly description: MachineDescription }) {
  const { state, cpus, memoryBytes, osType, disks, ports, headless, guest } = description
  return (
    <>
      <section className={classes.section} aria-label="Machine">
        <Title order={2}>Machine</Title>
        <Facts
          facts={{
            'Engine says': state,
            CPUs: cpus === null ? '– not told' : String(cpus),
            Memory: memoryBytes === null ? '– not told' : formatQuantity(memoryBytes, 'bytes'),
            ...(osType !== null && { 'Guest system': osType }),
            Window: headless ? 'none' : 'opens when it starts',
            Ports: ports.length === 0 ? 'none leads into it' : ports.map(writePort).join(', '),
          }}
        />
      </section>
      <section className={classes.section} aria-label="Disks">
        <Title order={2}>Disks</Title>
        {disks.length === 0 && <Text size="sm">It has none.</Text>}
        <ul className={classes.disks}>
          {disks.map(({ slot, kind, path }) => (
            <li key={slot}>
              <span className={classes.dimmed}>
                {slot}, {kind === 'dvd' ? 'optical' : 'disk'}
              </span>
              <span className={classes.anywhere}>{path}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.section} aria-label="What the engine is given">
        <Title order={2}>What the engine is given</Title>
        <Definition definition={description.definition} name={description.name} />
      </section>
      {guest.length > 0 && (
        <section className={classes.section} aria-label="What the guest says">
          <details>
            <summary>What the guest says: {guest.length} properties</summary>
            <Facts facts={Object.fromEntries(guest.map(({ name, value }) => [name, value]))} />
          </details>
        </section>
      )}
    </>
  )
}

interface DefinitionProps {
  readonly definition: MachineDescription['definition']
  readonly name: string
}

function Definition({ definition, name }: DefinitionProps) {
  const [says, setSays] = useState('Copy')
  if (definition.kind === 'command') return <CopyCommand command={quoteCommand(definition.argv)} />
  const { settings } = definition
  const copy = async () => {
    const text = settings.map((one) => `${one.name}=${one.value}\n`).join('')
    const taken = await takeText(text, { name: `${name}.txt`, type: 'text/plain' })
    setSays(taken === 'copied' ? 'Copied' : 'Saved as a file')
  }
  return (
    <details>
      <summary>{settings.length} settings in the engine’s own words</summary>
      <Button size="compact-xs" variant="default" my={6} onClick={() => void copy()}>
        {says}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <section className={classes.settings} tabIndex={0} aria-label="Settings">
        <Facts facts={Object.fromEntries(settings.map((one) => [one.name, one.value]))} />
      </section>
    </details>
  )
}
