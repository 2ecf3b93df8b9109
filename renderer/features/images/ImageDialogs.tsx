import { useEffect } from 'react'
import { closeImageDialog, useImageDialog } from '../../store/imageDialog.ts'
import { BuildDialog } from '../docker/build/BuildDialog.tsx'
import { LoadDialog } from '../docker/images/LoadDialog.tsx'
import { PruneDialog } from '../docker/images/PruneDialog.tsx'
import { RemoveImageDialog } from '../docker/images/RemoveImageDialog.tsx'
import { SaveDialog } from '../docker/images/SaveDialog.tsx'
import { TagDialog } from '../docker/images/TagDialog.tsx'
import { RunDialog } from '../docker/run/RunDialog.tsx'
import { PullDialog } from '../docker/transfer/PullDialog.tsx'
import { PushDialog } from '../docker/transfer/PushDialog.tsx'

/** The one that is open. */
export function ImageDialogs() {
  const dialog = useImageDialog((state) => state.dialog)
  // A question is not asked again when somebody comes back.
  useEffect(() => closeImageDialog, [])
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'tag':
      return <TagDialog image={dialog.image} onClose={closeImageDialog} />
    case 'run':
      return (
        <RunDialog
          image={dialog.image.names[0] ?? dialog.image.id.replace(/^docker:/, '')}
          onClose={closeImageDialog}
        />
      )
    case 'build':
      return <BuildDialog onClose={closeImageDialog} />
    case 'push':
      return <PushDialog image={dialog.image} onClose={closeImageDialog} />
    case 'remove':
      return <RemoveImageDialog images={dialog.images} onClose={closeImageDialog} />
    case 'save':
      return <SaveDialog images={dialog.images} onClose={closeImageDialog} />
    case 'load':
      return <LoadDialog technology="docker" onClose={closeImageDialog} />
    case 'pull':
      return <PullDialog onClose={closeImageDialog} />
    case 'prune':
      return <PruneDialog technology="docker" onClose={closeImageDialog} />
  }
}
