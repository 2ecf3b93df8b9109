/**
 * Packages as somebody writes them in a box: apart by spaces, lines or commas. A comma or a space before a comparison belongs to its
 * package: `numpy >=1.26,<2 scipy` is two of them.
 */
export function readPackages(text: string): readonly string[] {
  return text
    .replace(/\s*([,=<>!~]+)\s*(?=[=<>!~\d*])/g, '$1')
    .split(/[\s,]+(?![=<>!~])/)
    .filter((word) => word !== '')
}

/** Words apart by spaces, lines or commas. */
export function readWords(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
