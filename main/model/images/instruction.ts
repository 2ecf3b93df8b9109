/** Instructions that only say something about an image. docs.docker.com/reference/dockerfile */
const metadata =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/

/**
 * Pure. A history entry's `created_by` as the Dockerfile's line that it came from, on one line. The classic builder writes the
 * shell's command (`/bin/sh -c #(nop) CMD …`, `|1 A=b /bin/sh -c …`), BuildKit the instruction with a remark.
 */
export function readInstruction(createdBy: string, comment: string): string {
  const line = createdBy.replace(/\s+/g, ' ').trim()
  if (line === '') return comment.trim() === '' ? '(unknown)' : `(${comment.trim()})`
  const nop = /#\(nop\) ?(.*)$/.exec(line)
  if (nop) return (nop[1] ?? '').trim()
  const buildKit = line.replace(/ # buildkit$/, '')
  const run = /^(RUN )?(?:\|\d+ .*?)?(?:\/bin\/sh -c|cmd \/S \/C) (.*)$/.exec(buildKit)
  return run ? `RUN ${run[2] ?? ''}` : buildKit
}

/** Whether an instruction never makes a layer. */
export function isMetadata(instruction: string): boolean {
  return metadata.test(instruction)
}
