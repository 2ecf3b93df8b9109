/** For a file or folder that may be gone already: any other failure is one. */
export function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (!isMissing(error)) throw error
}

/** Whether there is no such file, as against one that cannot be looked at now. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | null)?.code ?? '')
}
