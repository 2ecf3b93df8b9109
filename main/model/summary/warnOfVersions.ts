import type { ContenderSummary, RunWarning } from '../../contract/run.ts'

/** Figures of different interpreters compare the interpreters too: said once in a run, with who has which. */
export function warnOfVersions(
  contenders: readonly Pick<ContenderSummary, 'title' | 'status' | 'labels'>[],
): readonly RunWarning[] {
  const byVersion = new Map<string, string[]>()
  for (const { title, status, labels } of contenders) {
    if (status === 'skipped' || labels.python === undefined) continue
    byVersion.set(labels.python, [...(byVersion.get(labels.python) ?? []), title])
  }
  if (byVersion.size < 2) return []
  const who = [...byVersion].map(([version, titles]) => `${version} (${titles.join(', ')})`).join(' and ')
  const message = `Different Pythons take part, ${who}: their Python figures differ by the interpreter as well.`
  return [{ code: 'versions_differ', message }]
}
