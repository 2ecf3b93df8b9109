import { ActionIcon } from '@mantine/core'
import { maxFavourites } from '../../../main/contract/settings.ts'
import { useApp } from '../../store/app.ts'
import { changeSettings, useSettings } from '../../store/settings.ts'

const star = 'M8 1.6l1.95 4.1 4.45.6-3.25 3.1.8 4.45L8 11.7l-3.95 2.15.8-4.45L1.6 6.3l4.45-.6z'

/** Puts an instance among those that the tray offers to start. Nothing where there is no tray, or before that is known. */
export function FavouriteStar({ id }: { readonly id: string }) {
  const favourites = useSettings(({ settings }) => settings?.favourites)
  const hasTray = useApp((state) => state.hasTray)
  if (!favourites || !hasTray) return null
  const isFavourite = favourites.includes(id)
  const isFull = !isFavourite && favourites.length >= maxFavourites
  const toggled = isFavourite ? favourites.filter((one) => one !== id) : [...favourites, id]
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label="Favourite"
      aria-pressed={isFavourite}
      title={
        isFull ? `There are ${maxFavourites} favourites, which is as many as can be.` : 'The tray offers to start it'
      }
      disabled={isFull}
      onClick={() => void changeSettings({ favourites: toggled })}
    >
      <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden="true">
        <path d={star} fill={isFavourite ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={1.2} />
      </svg>
    </ActionIcon>
  )
}
