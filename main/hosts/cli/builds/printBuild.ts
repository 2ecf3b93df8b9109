import type { Build, BuildEvent, BuildStep } from '../../../contract/build.ts'
import { describeReason } from '../../../model/builds/describeReason.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatDuration, formatQuantity } from '../../../model/format.ts'
import { explainErrorData } from '../explainError.ts'

/** Steps as they go on: the instruction, what it writes, and then whether it was cached. Each call gives what is new. */
export function createBuildPrinter(): (event: BuildEvent) => string {
  const begun = new Set<number>()
  const ended = new Set<number>()
  let isSent = false
  let partial: { step: number | null; text: string } | null = null

  const flush = (): string => {
    if (partial === null) return ''
    const line = `   | ${cleanText(partial.text)}\n`
    partial = null
    return line
  }
  const write = (step: number | null, text: string): string => {
    let said = partial !== null && partial.step !== step ? flush() : ''
    const lines = `${partial?.text ?? ''}${text}`.split('\n')
    const rest = lines.pop() ?? ''
    partial = rest === '' ? null : { step, text: rest }
    for (const line of lines) said += `   | ${cleanText(line.replace(/\r$/, ''))}\n`
    return said
  }
  return ({ build, output, dropped }) => {
    let said = ''
    if (!isSent && build.context !== null) {
      isSent = true
      const { files, bytes } = build.context
      said += `Sending ${files} ${files === 1 ? 'file' : 'files'}, ${formatQuantity(bytes, 'bytes')}, to ${build.builder === 'buildkit' ? 'BuildKit' : 'the classic builder'}\n`
    }
    if (dropped > 0) said += `   | … ${dropped} pieces of output came too fast and are left out\n`
    const left = [...output]
    for (const step of build.steps) {
      if (step.state === 'waiting' || step.state === 'notReached' || step.state === 'settings') continue
      if (!begun.has(step.number)) {
        begun.add(step.number)
        said += `${flush()}Step ${step.number}/${build.steps.length}  ${cleanText(step.instruction)}\n`
      }
      const own = left.filter((piece) => piece.step === step.number)
      for (const { text } of own) said += write(step.number, text)
      if (step.state === 'running' || ended.has(step.number)) continue
      ended.add(step.number)
      said += `${flush()}   ${describeStep(step)}\n`
    }
    const others = left.filter(({ step }) => step === null || !begun.has(step))
    return said + others.map(({ step, text }) => write(step, text)).join('')
  }
}

/** `new, 1.2 s: instruction changed: A → B` */
export function describeStep({ state, ms, reason }: BuildStep): string {
  const words = [state === 'notReached' ? 'not reached' : state, ...(ms === null ? [] : [formatDuration(ms)])].join(
    ', ',
  )
  return reason === null ? words : `${words}: ${cleanText(describeReason(reason))}`
}

export function describeEnd(build: Build): string {
  const { state, steps, problem, imageId, tags, ms, dockerfile } = build
  const count = (wanted: BuildStep['state']) => steps.filter((step) => step.state === wanted).length
  if (state === 'done') {
    const names = tags.length === 0 ? '' : ` as ${tags.join(', ')}`
    const took = ms === null ? '' : ` in ${formatDuration(ms)}`
    return `Built ${imageId ?? 'the image'}${names}${took}: ${count('cached')} cached, ${count('new')} new. Kept as ${build.id}.\n`
  }
  if (problem === null || state === 'cancelled') return `The build was ${state}.\n`
  const at =
    problem.line === null
      ? ''
      : `${cleanText(dockerfile ?? 'Dockerfile')}:${problem.line}: ${cleanText((problem.lineText ?? '').trim())}\n`
  return `${at}isoscope: ${explainErrorData(problem)}\n`
}
