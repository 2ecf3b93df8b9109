import { Menu } from '@mantine/core'
import { useImages } from '../../store/images.ts'
import { SharedRowMenu } from '../../ui/SharedRowMenu.tsx'
import { nameImage } from '../docker/images/nameImage.ts'
import { focusRow } from '../instances/keepFocus.ts'
import { listImageActions } from './imageActions.ts'
import { openImage, useImageView } from './imageView.ts'

export function ImageMenu() {
  const place = useImageView((state) => state.menu)
  const image = useImages(({ images }) => images?.find(({ id }) => id === place?.id))
  if (!place || !image) return null
  const close = () => {
    useImageView.setState({ menu: null })
    focusRow(image.id)
  }
  return (
    <SharedRowMenu place={place} name={nameImage(image)} width={200} onClose={close}>
      <Menu.Item onClick={() => openImage(image.id)}>Layers and details</Menu.Item>
      {listImageActions(image).map(({ label, isLoss, run }) => (
        <Menu.Item key={label} {...(isLoss && { c: 'var(--iso-bad)' })} onClick={run}>
          {label}
        </Menu.Item>
      ))}
    </SharedRowMenu>
  )
}
