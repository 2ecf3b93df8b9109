/**
 * What an image may be called, with or without a tag: distribution/reference, "Grammar". Without a digest, which names a content.
 * Without zod, so that a page can check a name without loading it.
 */
const host = '[a-zA-Z0-9][a-zA-Z0-9-]*(?:\\.[a-zA-Z0-9][a-zA-Z0-9-]*)*(?::\\d{1,5})?'
const part = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*'

export const imageNamePattern = new RegExp(`^(?:${host}/)?${part}(?:/${part})*(?::[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?$`)

export const maxImageNameLength = 255

export const imageNameRule =
  'A name is lower-case letters and digits, joined by dots, dashes, underscores or slashes, and may have a tag behind a colon: registry.example:5000/team/web:1.0.'
