import { Menu } from '@mantine/core'
import { useImages } from '../../store/images.ts'
import { nameImage } from '../docker/images/nameImage.ts'
import { focusRow } from '../instances/keepFocus.ts'
import { classes } from './classes.ts'
import { listImageActions } from './imageActions.ts'
import { openImage, useImageView } from './imageView.ts'

/** One menu for all rows: hundreds of them would cost more than the rows themselves. */
export function ImageMenu() {
  const place = useImageView((state) => state.menu)
  const image = useImages(({ images }) => images?.find(({ id }) => id === place?.id))
  if (!place || !image) return null
  const close = () => {
    useImageView.setState({ menu: null })
    focusRow(image.id)
  }
  return (
    <Menu opened onClose={close} position="bottom-end" offset={4} shadow="md" width={200} returnFocus={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.menuAnchor}
          style={{ left: place.left, top: place.top }}
          tabIndex={-1}
          aria-label={`Menu of ${nameImage(image)}`}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions of ${nameImage(image)}`}>
        <Menu.Item onClick={() => openImage(image.id)}>Layers and details</Menu.Item>
        {listImageActions(image).map(({ label, isLoss, run }) => (
          <Menu.Item key={label} {...(isLoss && { c: 'var(--iso-bad)' })} onClick={run}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
