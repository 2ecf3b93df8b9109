import { memo } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { GridCell, TickCell } from '../../ui/gridCells.tsx'
import { RowMenuButton } from '../../ui/RowMenuButton.tsx'
import { nameImage, shortenImageId } from '../docker/images/nameImage.ts'
import { dash, describeOwner, formatBytes } from '../instances/describeUse.ts'
import shared from '../instances/instances.module.css'
import { classes } from './classes.ts'
import { ImageName } from './ImageName.tsx'
import { openImage, openMenuAt, toggleTick, useImageView } from './imageView.ts'

interface ImageRowProps {
  readonly image: Image
  readonly index: number
  /** Pixels below the table's head. */
  readonly top: number
  readonly isActive: boolean
}

export const ImageRow = memo(function ImageRow({ image, index, top, isActive }: ImageRowProps) {
  const { id, names, createdAt, size, containers } = image
  const isTicked = useImageView(({ ticked }) => ticked.has(id))
  const tabIndex = isActive ? 0 : -1
  const title = nameImage(image)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ImageGrid
    <div
      role="row"
      className={classes.row}
      data-row={id}
      aria-rowindex={index + 2}
      aria-selected={isTicked}
      tabIndex={tabIndex}
      style={{ transform: `translateY(${top}px)` }}
      onDoubleClick={() => openImage(id)}
    >
      <TickCell name={title} isTicked={isTicked} tabIndex={tabIndex} onToggle={() => toggleTick(id)} />
      <GridCell>
        <button
          type="button"
          className={shared.name}
          tabIndex={tabIndex}
          title={names.join('\n') || id}
          aria-label={names[0] ?? `no name, ${title}`}
          onClick={() => openImage(id)}
        >
          <ImageName image={image} />
        </button>
        <span className={shared.second}>
          <span className={classes.id}>{shortenImageId(id)}</span>
          {names.length > 1 && ` · ${names.length} names`}
        </span>
      </GridCell>
      <GridCell className={classes.when}>{createdAt === null ? dash : formatWhen(createdAt)}</GridCell>
      <FigureCell bytes={size?.unique} />
      <FigureCell bytes={size?.shared} />
      <GridCell className={classes.figureCell}>
        {containers === 0 ? <span className={shared.dimmed}>unused</span> : describeContainers(containers)}
      </GridCell>
      <GridCell className={classes.owner}>{describeOwner(image)}</GridCell>
      <GridCell>
        <RowMenuButton name={title} tabIndex={tabIndex} onOpen={(button) => openMenuAt(id, button)} />
      </GridCell>
    </div>
  )
})

function describeContainers(count: number): string {
  return count === 1 ? '1 container' : `${count} containers`
}

function FigureCell({ bytes }: { readonly bytes: number | undefined }) {
  return (
    <GridCell className={classes.figureCell}>
      <span className={shared.figure} title={bytes === undefined ? 'The engine does not tell it.' : undefined}>
        {formatBytes(bytes)}
      </span>
    </GridCell>
  )
}
