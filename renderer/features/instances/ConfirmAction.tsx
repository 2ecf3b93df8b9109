import { Button, Group, Text } from '@mantine/core'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { describeRemoval } from './describeRemoval.ts'
import { dash } from './describeUse.ts'
import classes from './instances.module.css'
import { perform } from './order.ts'
import { type Reading, useDisk } from './useDisk.ts'

interface ConfirmActionProps {
  readonly action: 'remove' | 'kill'
  readonly instances: readonly ListedInstance[]
  readonly onClose: () => void
}

const none: readonly ListedInstance[] = []

export function describeQuestion({ action, instances }: Omit<ConfirmActionProps, 'onClose'>): string {
  const [first] = instances
  return `${actionWords[action].verb} ${instances.length === 1 && first ? keepApart(first.name) : `${instances.length} instances`}?`
}

/** Names each that is meant, whose it is, and what its removal gives back. */
export function ConfirmAction({ action, instances, onClose }: ConfirmActionProps) {
  const removes = action === 'remove'
  const disk = useDisk(removes ? instances : none)
  const notOurs = instances.filter(({ owner }) => owner !== 'isoscope').length
  return (
    <>
      <Text size="sm" mb={8}>
        {removes ? describeRemoval(instances) : describeKill(instances.length === 1)}
      </Text>
      {notOurs > 0 && (
        <Text size="sm" mb={8} fw={600}>
          {describeForeign(notOurs, instances.length)}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <ul className={classes.doomed} aria-label="What is meant" tabIndex={0}>
        {instances.map((instance) => (
          <li key={instance.id}>
            <TechnologyMark technology={instance.technology} label={instance.technology} />
            <span className={classes.doomedName}>{instance.name}</span>
            <span className={classes.dimmed}>
              {instance.state}
              {instance.owner === 'isoscope' ? '' : ', not made by Isoscope'}
            </span>
            {removes && <Returns reading={disk.get(instance.id)} />}
          </li>
        ))}
      </ul>
      {removes && (
        <Text size="sm" mt={8} role="status">
          {describeSum(instances, disk)}
        </Text>
      )}
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red.9"
          onClick={() => {
            onClose()
            void perform(action, instances)
          }}
        >
          {actionWords[action].verb} {instances.length === 1 ? 'it' : `all ${instances.length}`}
        </Button>
      </Group>
    </>
  )
}

function describeKill(isOne: boolean): string {
  return `${isOne ? 'Its' : 'Their'} programs end at once and can save nothing. What is on disk stays.`
}

function describeForeign(foreign: number, all: number): string {
  if (foreign < all) return `${foreign} of ${all} ${foreign === 1 ? 'was' : 'were'} not made by Isoscope.`
  return all === 1 ? 'It was not made by Isoscope.' : 'None of them was made by Isoscope.'
}

function Returns({ reading }: { readonly reading: Reading | undefined }) {
  if (reading === undefined) return <span className={classes.dimmed}>reading its disk…</span>
  if ('absent' in reading) return <span title={reading.absent}>{dash}</span>
  return <span className={classes.figure}>{formatQuantity(reading.unique, 'bytes')}</span>
}

/** Never as if what is not known were nothing. */
function describeSum(instances: readonly ListedInstance[], disk: ReadonlyMap<string, Reading>): string {
  const readings = instances.map(({ id }) => disk.get(id))
  const known = readings.flatMap((reading) => (reading && 'unique' in reading ? [reading.unique] : []))
  const pending = readings.filter((reading) => reading === undefined).length
  const unknown = instances.length - known.length - pending
  const sum = formatQuantity(
    known.reduce((total, bytes) => total + bytes, 0),
    'bytes',
  )
  if (pending > 0) return `Reading how much space returns: ${instances.length - pending} of ${instances.length}.`
  if (known.length === 0) return 'How much space returns is not known.'
  return unknown === 0 ? `${sum} of disk return.` : `${sum} of disk return, and that of ${unknown} not known.`
}
