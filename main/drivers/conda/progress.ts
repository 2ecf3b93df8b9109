import { createLineCutter } from '../../os/lines.ts'

/** How far one download has come. */
export interface FetchProgress {
  /** As the program names it: `hello-1.1`. */
  readonly package: string
  /** 0 to 1. */
  readonly fraction: number
}

/** What conda 4 to 23 print beside the final document, one after each other with a NUL between. */
export const progressPattern = /\{"fetch":"(?:[^"\\]|\\.){0,2000}","[^{}]{0,500}\}/g

/** A progress object is short. What is longer is none, and is not kept. */
const longestLine = 16 * 1024

/** Reads progress out of stdout, however its bytes arrive and whatever stands between. Never throws; holds 16 KiB at most. */
export function createProgressReader(onFetch: (progress: FetchProgress) => void): (chunk: Buffer) => void {
  const cutter = createLineCutter(longestLine)
  return (chunk) => {
    for (const { bytes } of cutter.push(chunk)) {
      for (const [text] of bytes.toString('utf8').matchAll(progressPattern)) {
        const progress = parseFetch(text)
        if (progress) onFetch(progress)
      }
    }
  }
}

/** `{"fetch":"hello-1.1            | 612 B     | ","finished":false,"maxval":1,"progress":0.250000}` */
export function parseFetch(text: string): FetchProgress | null {
  try {
    const { fetch, maxval, progress, finished } = JSON.parse(text) as Record<string, unknown>
    const name = typeof fetch === 'string' ? (fetch.split('|')[0]?.trim() ?? '') : ''
    const fraction = finished === true ? 1 : Number(progress) / Number(maxval)
    if (name === '' || !Number.isFinite(fraction)) return null
    return { package: name, fraction: Math.min(1, Math.max(0, fraction)) }
  } catch {
    return null
  }
}
