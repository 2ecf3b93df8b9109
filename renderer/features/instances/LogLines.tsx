import { memo } from 'react'
import type { LogLine } from '../../../main/contract/live.ts'
import { cutAtHits, type TextHit } from '../../../main/model/findText.ts'
import { formatInstant } from '../../../main/model/formatWhen.ts'
import own from './log.module.css'
import type { LogPart } from './logLines.ts'
import type { LogHit, PartHits } from './logSearch.ts'

interface LogLinesProps {
  readonly part: LogPart
  readonly hits: PartHits | undefined
  /** The hit one is at, if it is in here. */
  readonly active: LogHit | null
  readonly withTimes: boolean
}

/** One part of a log: drawn once, and again when a search or the switch for times changes it. */
export const LogLines = memo(function LogLines({ part, hits, active, withTimes }: LogLinesProps) {
  const { lines, dropped } = part
  return (
    <div>
      {dropped > 0 && (
        <div className={own.dropped}>
          {dropped} {dropped === 1 ? 'line' : 'lines'} dropped: they came faster than they could be read
        </div>
      )}
      {lines.map(({ stream, at, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a part keep their places
        <div key={index} data-stream={stream}>
          {withTimes && <LineTime at={at} />}
          {stream === 'stderr' && <span className={own.streamName}>err </span>}
          <LineText text={text} hits={hits?.[index] ?? none} active={active?.line === index ? active.start : null} />
        </div>
      ))}
    </div>
  )
})

const none: readonly TextHit[] = []

function LineTime({ at }: Pick<LogLine, 'at'>) {
  if (at === null) return <span className={own.time}>–</span>
  return (
    <time className={own.time} dateTime={at} title={at}>
      {formatInstant(new Date(at))}
    </time>
  )
}

interface LineTextProps {
  readonly text: string
  readonly hits: readonly TextHit[]
  /** Where the hit begins that one is at. */
  readonly active: number | null
}

function LineText({ text, hits, active }: LineTextProps) {
  if (hits.length === 0) return text || '\u00a0'
  return cutAtHits(text, hits).map((piece) =>
    piece.hit === null ? (
      piece.text
    ) : (
      <mark key={piece.hit} className={own.hit} data-active={hits[piece.hit]?.start === active || undefined}>
        {piece.text}
      </mark>
    ),
  )
}
