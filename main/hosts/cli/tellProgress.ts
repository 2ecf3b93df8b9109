import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Activity } from '../../contract/activity.ts'
import { cleanText } from '../../model/cleanText.ts'
import type { Client } from './session.ts'

interface Output {
  write(text: string): unknown
}

/**
 * Writes what activities tell of how far they are, line by line: every step once, and each tenth of a step that tells how much of it
 * is done.
 */
export function tellProgress(client: Client, output: Output = process.stderr): { end(): Promise<void> } {
  const leaving = new AbortController()
  const { signal } = leaving
  const followSteps = async () => {
    const told = new Set<string>()
    for await (const { id, title, step } of await client.activity.steps({}, { signal })) {
      // What goes to and fro between steps has told them.
      if (told.has(`${id} ${step}`)) continue
      told.add(`${id} ${step}`)
      output.write(`${cleanText(title)}: ${cleanText(step)}\n`)
    }
  }
  const followAmounts = async () => {
    const told = new Set<string>()
    for await (const activities of await client.activity.watch({}, { signal })) {
      for (const line of activities.flatMap(describeAmount)) {
        if (told.has(line.once)) continue
        told.add(line.once)
        output.write(`${line.text}\n`)
      }
    }
  }
  // Nothing of what is done depends on it.
  const following = Promise.allSettled([followSteps(), followAmounts()])
  return {
    end: async () => {
      // What was told is on its way here, and waits for nothing but its turn.
      await nextTurn()
      leaving.abort()
      await following
    },
  }
}

function describeAmount({ id, state, title, progress }: Activity) {
  if (state !== 'running' || progress?.amount === undefined || progress.share === null) return []
  const tenth = Math.floor(10 * progress.share)
  if (tenth < 1 || tenth > 9) return []
  const text = `${title}: ${progress.step} · ${progress.amount} · ${Math.floor(100 * progress.share)} %`
  return [{ once: `${id} ${tenth} ${progress.step}`, text: cleanText(text) }]
}
