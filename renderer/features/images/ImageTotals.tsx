import { useImages } from '../../store/images.ts'
import { dash, formatBytes } from '../instances/describeUse.ts'
import { classes } from './classes.ts'
import { sumImages } from './sumImages.ts'

const untold = 'The engine does not tell how large one of the layers is.'

/** What all of them take, and what could return. */
export function ImageTotals() {
  const images = useImages((state) => state.images)
  const totals = useImages((state) => state.totals)
  if (images === null || images.length === 0 || totals.length === 0) return null
  const { bytes, unusedBytes, savedBytes, unused } = sumImages(images, totals)
  return (
    <dl className={classes.totals} aria-label="All images together">
      <Total value={formatBytes(bytes)} what="on disk, each layer once" absent={bytes === null} />
      <Total value={formatBytes(savedBytes)} what="saved by sharing layers" absent={savedBytes === null} />
      <Total
        value={formatBytes(unusedBytes)}
        what={unused === 0 ? 'would return: all are used' : `would return without the ${unused} unused`}
        absent={unusedBytes === null}
      />
    </dl>
  )
}

interface TotalProps {
  readonly value: string
  readonly what: string
  readonly absent: boolean
}

function Total({ value, what, absent }: TotalProps) {
  return (
    <div className={classes.total}>
      <dt>{what}</dt>
      <dd title={absent ? untold : undefined}>{absent ? dash : value}</dd>
    </div>
  )
}
