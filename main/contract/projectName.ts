/** What a Compose project may be called. Without zod, so that a page can check a name without loading it. */
export const projectNamePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/

export const projectNameRule =
  'A project’s name has 1 to 63 small letters, digits, dashes or underscores, and begins with a letter or a digit.'
