import type { CommandRequest } from '../../contract/command.ts'
import type { ContenderId } from '../../contract/technology.ts'
import type { Absent } from '../absent.ts'
import type { DockerClient } from './client.ts'
import { explainUnmountable } from './commandPlace.ts'
import { createBaseRecipe } from './pythonRecipe.ts'
import type { MakeImage } from './runImage.ts'
import { takeImage } from './takeImage.ts'
import type { DockerVariant } from './variants.ts'

/** What a variant's containers are made from in a run, and whether the user's own command can be executed in them. */
export interface CommandImage {
  readonly makeImage: MakeImage
  /** The run's directory where it can. */
  readonly place: Absent | { readonly directory: string }
}

/** In a run of a command the image that was asked for, where one was; the variant's own otherwise. */
export function chooseImage(
  { id, makeImage: makeOwn, ownPrograms }: DockerVariant,
  client: Pick<DockerClient, 'url'>,
  command: CommandRequest | undefined,
): CommandImage {
  if (command === undefined) return { makeImage: makeOwn, place: { absent: 'this run has no command' } }
  const { directory, images } = command
  const reference = images?.[id]
  if (reference === undefined && !ownPrograms) return { makeImage: makeOwn, place: { absent: explainMissingImage(id) } }
  const unmountable = explainUnmountable(client, directory)
  if (unmountable !== null) return { makeImage: makeOwn, place: unmountable }
  if (reference === undefined) return { makeImage: makeOwn, place: { directory } }
  // The user has asked for this very image: without it the contender has failed.
  const makeImage = takeImage({ reference, python: null, missing: 'not_found', createRecipe: createBaseRecipe })
  return { makeImage, place: { directory } }
}

function explainMissingImage(id: ContenderId): string {
  return `its own image holds nothing but the probe; name one with --in ${id}=IMAGE`
}
