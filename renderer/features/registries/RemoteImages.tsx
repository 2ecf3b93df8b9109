import { Button, Loader, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useCallback, useState } from 'react'
import type { Manifest, PlatformManifest } from '../../../main/contract/registry.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { client } from '../../client.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import classes from './registries.module.css'

interface RemoteImagesProps {
  readonly onPull: (reference: string, platform: string | null) => void
}

/** What a registry has under a name: its tags, and what an image holds before it is pulled. */
export function RemoteImages({ onPull }: RemoteImagesProps) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<{ readonly repository: string; readonly tag: string | null } | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') setAsked(splitName(text.trim()))
  }
  return (
    <section aria-label="Images in a registry" className={classes.remote}>
      <Title order={2} mb={4}>
        Look before you pull
      </Title>
      <form className={classes.look} onSubmit={submit}>
        <TextInput
          label="Repository"
          description="Without a registry it is Docker Hub’s. With a tag, the image is shown at once."
          placeholder="quay.io/team/web"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" variant="default">
          Show tags
        </Button>
      </form>
      {asked && (
        <div className={classes.found}>
          <TagList {...asked} onTag={(tag) => setAsked({ ...asked, tag })} />
          {asked.tag !== null && <ManifestView reference={`${asked.repository}:${asked.tag}`} onPull={onPull} />}
        </div>
      )}
    </section>
  )
}

interface TagListProps {
  readonly repository: string
  readonly tag: string | null
  readonly onTag: (tag: string) => void
}

function TagList({ repository, tag: chosen, onTag }: TagListProps) {
  const ask = useCallback((signal: AbortSignal) => client.registries.tags({ repository }, { signal }), [repository])
  const answer = useAnswer(ask)
  if (answer.state === 'asking') return <Loader size={14} />
  if (answer.state === 'failed') {
    return <ProblemNotice title={`The tags of ${repository} could not be listed`} problem={answer.problem} />
  }
  const { tags, truncated } = answer.value
  if (tags.length === 0) return <Text size="sm">This repository has no tags.</Text>
  return (
    <div>
      <ul className={classes.tags} aria-label={`Tags of ${repository}`}>
        {tags.slice(0, mostShown).map((tag) => (
          <li key={tag}>
            <Button
              size="compact-xs"
              variant={tag === chosen ? 'filled' : 'default'}
              aria-pressed={tag === chosen}
              onClick={() => onTag(tag)}
            >
              {tag}
            </Button>
          </li>
        ))}
      </ul>
      {(truncated || tags.length > mostShown) && (
        <Text size="xs" c="dimmed">
          The first {Math.min(mostShown, tags.length)} of {truncated ? 'more than ' : ''}
          {tags.length}. Write the tag behind the repository to see another.
        </Text>
      )}
    </div>
  )
}

/** As many buttons as a page takes without a stutter. */
const mostShown = 500

interface ManifestViewProps extends RemoteImagesProps {
  readonly reference: string
}

function ManifestView({ reference, onPull }: ManifestViewProps) {
  const ask = useCallback((signal: AbortSignal) => client.registries.manifest({ reference }, { signal }), [reference])
  const answer = useAnswer(ask)
  if (answer.state === 'asking') return <Loader size={14} />
  if (answer.state === 'failed') {
    return <ProblemNotice title={`${reference} could not be read`} problem={answer.problem} />
  }
  return <Platforms manifest={answer.value} onPull={onPull} />
}

function Platforms({ manifest, onPull }: { readonly manifest: Manifest } & RemoteImagesProps) {
  const { reference, digest, platforms } = manifest
  return (
    <section aria-label={`What ${reference} holds`}>
      <Title order={3} className={classes.heading}>
        {reference}
      </Title>
      <code className={classes.digest}>{digest}</code>
      <ul className={classes.platforms}>
        {platforms.map((one) => (
          <Platform
            key={one.digest}
            one={one}
            onPull={() => onPull(reference, platforms.length > 1 ? one.platform : null)}
          />
        ))}
      </ul>
    </section>
  )
}

function Platform({ one, onPull }: { readonly one: PlatformManifest; readonly onPull: () => void }) {
  const { platform, layers, bytes } = one
  const name = platform ?? 'platform not told'
  return (
    <li className={classes.platform}>
      <strong>{name}</strong>
      <span>
        {formatQuantity(bytes, 'bytes')} to download, {layers.length} {layers.length === 1 ? 'layer' : 'layers'}
      </span>
      <Button size="compact-xs" aria-label={`Pull… ${name}`} onClick={onPull}>
        Pull…
      </Button>
      <details className={classes.details}>
        <summary>Layers</summary>
        <ul className={classes.layers}>
          {layers.map((layer, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same layer may be there twice, and the list does not change
            <li key={index}>
              <code>{layer.digest.slice(0, 19)}…</code> {formatQuantity(layer.bytes, 'bytes')}
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

/** A colon before the last slash belongs to the registry’s address. */
function splitName(text: string): { readonly repository: string; readonly tag: string | null } {
  const colon = text.lastIndexOf(':')
  if (colon <= text.lastIndexOf('/')) return { repository: text, tag: null }
  return { repository: text.slice(0, colon), tag: text.slice(colon + 1) }
}
