/** What a user may call an instance. Without zod, so that a page can check a name without loading it. */
export const instanceNamePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/

export const instanceNameRule =
  'A name has 1 to 63 letters, digits, dots, dashes or underscores, and begins with a letter or a digit.'
