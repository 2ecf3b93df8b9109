import { useState } from 'react'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { Facts } from '../../ui/Facts.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { formatBytes } from '../instances/describeUse.ts'
import { LayerFiles } from './LayerFiles.tsx'
import classes from './layers.module.css'
import { type DrawnStep, type Sharer, sharersOf, splitInstruction } from './layerView.ts'

interface LayerStepProps {
  /** Whose layer it is. */
  readonly image: string
  readonly drawn: DrawnStep
  readonly sharers: readonly Sharer[]
  /** The image that somebody has pressed has it too. */
  readonly isMarked: boolean
}

/** A layer, which unfolds; or a step that made none, drawn as a line between them. */
export function LayerStep({ image, drawn, sharers, isMarked }: LayerStepProps) {
  const { step, number, share } = drawn
  const [isOpen, setOpen] = useState(false)
  const { layer } = step
  if (layer.kind === 'none') {
    return (
      <li className={classes.empty} value={number}>
        <span className={classes.number}>{number}</span>
        <Instruction text={step.instruction} isWhole={false} />
        <span className={classes.note}>no files</span>
      </li>
    )
  }
  const others = sharersOf(step).length
  return (
    <li
      className={classes.layer}
      value={number}
      data-shared={others > 0 || undefined}
      data-marked={isMarked || undefined}
    >
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={classes.number}>{number}</span>
        <Instruction text={step.instruction} isWhole={isOpen} />
        <span className={classes.size}>
          <strong>{formatBytes(step.bytes)}</strong>
          <ShareBar share={share} technology="docker" />
          <span className={classes.note}>{describeSharing(layer.kind, others, isMarked)}</span>
        </span>
      </button>
      {isOpen && (
        <div className={classes.inside}>
          <Facts
            facts={{
              ...(step.createdAt !== null && { Created: formatWhen(step.createdAt) }),
              ...(layer.kind === 'layer' && { 'Content digest': layer.diffId }),
              ...(others > 0 && { 'Also in': listTitles(sharersOf(step), sharers) }),
            }}
          />
          {layer.kind === 'layer' ? (
            <LayerFiles image={image} layer={layer.index} />
          ) : (
            <p className={classes.note}>
              The engine does not tell which of the empty steps made a layer, so its files cannot be shown by layer.
            </p>
          )}
        </div>
      )}
    </li>
  )
}

function describeSharing(kind: 'layer' | 'unknown', others: number, isMarked: boolean): string {
  if (kind === 'unknown') return 'maybe a layer'
  if (others === 0) return 'only here'
  return `${isMarked ? '✓ ' : ''}in ${others} ${others === 1 ? 'other' : 'others'}`
}

function listTitles(ids: readonly string[], sharers: readonly Sharer[]): string {
  const titles = new Map(sharers.map(({ id, title }) => [id, title]))
  return ids.map((id) => titles.get(id) ?? id).join('\n')
}

interface InstructionProps {
  readonly text: string
  readonly isWhole: boolean
}

/** As a Dockerfile has it; two lines of it until it is unfolded. */
export function Instruction({ text, isWhole }: InstructionProps) {
  const { word, rest } = splitInstruction(text)
  return (
    <code className={classes.instruction} data-whole={isWhole || undefined} title={isWhole ? undefined : text}>
      {word !== null && <strong>{word} </strong>}
      {rest}
    </code>
  )
}
