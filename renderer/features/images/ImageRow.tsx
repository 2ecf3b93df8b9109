import { memo, type ReactNode } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { formatWhen } from '../../../main/model/formatWhen.ts'
import { MenuDots } from '../../ui/MenuDots.tsx'
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
      <Cell className={classes.tickCell}>
        <input
          type="checkbox"
          className={classes.tick}
          aria-label={`Tick ${title}`}
          tabIndex={tabIndex}
          checked={isTicked}
          onChange={() => toggleTick(id)}
        />
      </Cell>
      <Cell>
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
      </Cell>
      <Cell className={classes.when}>{createdAt === null ? dash : formatWhen(createdAt)}</Cell>
      <FigureCell bytes={size?.unique} />
      <FigureCell bytes={size?.shared} />
      <Cell className={classes.figureCell}>
        {containers === 0 ? <span className={shared.dimmed}>unused</span> : describeContainers(containers)}
      </Cell>
      <Cell className={classes.owner}>{describeOwner(image)}</Cell>
      <Cell>
        <button
          type="button"
          className={shared.menuButton}
          tabIndex={tabIndex}
          aria-label={`Actions of ${title}`}
          aria-haspopup="menu"
          onClick={(event) => openMenuAt(id, event.currentTarget)}
        >
          <MenuDots />
        </button>
      </Cell>
    </div>
  )
})

function describeContainers(count: number): string {
  return count === 1 ? '1 container' : `${count} containers`
}

function FigureCell({ bytes }: { readonly bytes: number | undefined }) {
  return (
    <Cell className={classes.figureCell}>
      <span className={shared.figure} title={bytes === undefined ? 'The engine does not tell it.' : undefined}>
        {formatBytes(bytes)}
      </span>
    </Cell>
  )
}

interface CellProps {
  readonly className?: string | undefined
  readonly children: ReactNode
}

function Cell({ className = classes.cell, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see ImageGrid
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}
