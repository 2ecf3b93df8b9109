import { Progress } from '@mantine/core'
import type { LayerState, LayerTransfer, Transfer } from '../../../main/contract/transfer.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import classes from './transfer.module.css'

const words: Readonly<Record<LayerState, string>> = {
  waiting: 'waiting',
  moving: '',
  checking: 'arrived',
  unpacking: 'unpacking',
  done: 'done',
  present: 'already there',
  retrying: 'broken off, trying again',
}

/** Each layer of an image on its way, and how fast they go. */
export function TransferView({ transfer }: { readonly transfer: Transfer }) {
  const { layers, bytesPerSecond } = transfer
  return (
    <>
      <ul className={classes.layers} aria-label="Layers">
        {layers.map((layer) => (
          <li key={layer.id} className={classes.layer}>
            <code>{layer.id}</code>
            <Progress size="sm" value={100 * shareOf(layer)} aria-label={`Progress of layer ${layer.id}`} />
            <span className={classes.figure}>{describeLayer(layer)}</span>
          </li>
        ))}
      </ul>
      {bytesPerSecond !== null && (
        <div className={classes.speed}>{formatQuantity(Math.round(bytesPerSecond), 'bytes')} a second</div>
      )}
    </>
  )
}

function shareOf({ state, bytes, total }: LayerTransfer): number {
  if (state === 'done' || state === 'present' || state === 'checking') return 1
  return total === null || total === 0 ? 0 : Math.min(1, bytes / total)
}

function describeLayer({ state, bytes, total }: LayerTransfer): string {
  const of = total === null ? '' : formatQuantity(total, 'bytes')
  const moved = state === 'moving' || state === 'unpacking' ? `${formatQuantity(bytes, 'bytes')} of ${of || '?'}` : of
  return [moved, words[state]].filter((part) => part !== '').join(', ')
}
