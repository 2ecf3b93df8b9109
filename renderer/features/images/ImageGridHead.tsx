import type { Image } from '../../../main/contract/live.ts'
import { GridHeadCell, SortButton } from '../../ui/gridCells.tsx'
import { TickAll } from '../../ui/TickAll.tsx'
import { Unseen } from '../../ui/Unseen.tsx'
import { classes } from './classes.ts'
import { type ImageColumn, turnSorting } from './imageRows.ts'
import { tickAll, useImageView } from './imageView.ts'

interface Column {
  readonly id: ImageColumn
  readonly head: string
  readonly note?: string
}

const columns: readonly Column[] = [
  { id: 'name', head: 'Repository and tag' },
  { id: 'created', head: 'Created' },
  { id: 'unique', head: 'Unique', note: 'In layers that no other image has: it returns when the image is removed' },
  { id: 'shared', head: 'Shared', note: 'In layers that other images have too: it stays when the image is removed' },
  { id: 'containers', head: 'Used by', note: 'Containers that were made from it, running or not' },
  { id: 'owner', head: 'Owner' },
]

export function ImageGridHead({ images }: { readonly images: readonly Image[] }) {
  const { by, isDescending } = useImageView((state) => state.sorting)
  const ticked = useImageView((state) => state.ticked)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ImageGrid
    <div role="rowgroup" className={classes.head}>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its cells have the controls */}
      <div role="row" aria-rowindex={1} className={classes.columns}>
        <GridHeadCell className={classes.headCell}>
          <TickAll
            count={images.length}
            ticked={images.filter(({ id }) => ticked.has(id)).length}
            label="Tick all that are shown"
            onTick={(taken) =>
              tickAll(
                images.map(({ id }) => id),
                taken,
              )
            }
          />
        </GridHeadCell>
        {columns.map(({ id, head, note }) => {
          const sorted = by === id && (isDescending ? 'desc' : 'asc')
          return (
            <GridHeadCell className={classes.headCell} key={id} sorted={sorted}>
              <SortButton
                head={head}
                note={note}
                sorted={sorted}
                onSort={() => useImageView.setState(({ sorting }) => ({ sorting: turnSorting(sorting, id) }))}
              />
            </GridHeadCell>
          )
        })}
        <GridHeadCell className={classes.headCell}>
          <Unseen>Actions</Unseen>
        </GridHeadCell>
      </div>
    </div>
  )
}
