import { useRef } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { headHeight, useVirtualRows } from '../../ui/useVirtualRows.ts'
import { classes } from './classes.ts'
import { ImageGridHead } from './ImageGridHead.tsx'
import { ImageRow } from './ImageRow.tsx'
import { useImageKeys } from './useImageKeys.ts'

/** Only what can be seen is in the document. */
export function ImageGrid({ images }: { readonly images: readonly Image[] }) {
  const grid = useRef<HTMLDivElement>(null)
  const keys = useImageKeys(images, grid)
  const { rows, height, scrollToIndex } = useVirtualRows(images, keys.activeIndex, grid)
  keys.scrollToIndex.current = scrollToIndex
  return (
    // biome-ignore lint/a11y/useSemanticElements: no <table> can leave rows out
    <div
      ref={grid}
      className={classes.grid}
      role="grid"
      aria-label="Images"
      aria-rowcount={images.length + 1}
      aria-multiselectable="true"
      tabIndex={-1}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
    >
      <ImageGridHead images={images} />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className={classes.body} style={{ height }}>
        {rows.map(({ index, start }) => {
          const image = images[index]
          if (!image) return null
          return (
            <ImageRow
              key={image.id}
              image={image}
              index={index}
              top={start - headHeight}
              isActive={index === keys.activeIndex}
            />
          )
        })}
      </div>
    </div>
  )
}
