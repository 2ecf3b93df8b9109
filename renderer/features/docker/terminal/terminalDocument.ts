/*
 * xterm writes style elements and style attributes, and the page's policy takes neither from a script (docs/decisions/0009). It
 * knows of no nonce, so the elements it makes get theirs here, and an attribute becomes what the policy allows: the same
 * declarations through CSSOM.
 */

/** What xterm takes for the document when it makes elements. */
export function createTerminalDocument(real: Document, nonce: string): Document {
  return new Proxy(real, {
    get: (target, name) => {
      if (name === 'createElement') return (tag: string) => prepareElement(real.createElement(tag), nonce)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  })
}

/** Its scroll bar asks the real document for a style element while the terminal is opened, whatever it was given. */
export function withNonce(real: Document, nonce: string, work: () => void): void {
  const createElement = real.createElement.bind(real)
  real.createElement = ((tag: string, options?: ElementCreationOptions) =>
    prepareElement(createElement(tag, options), nonce)) as Document['createElement']
  try {
    work()
  } finally {
    // The prototype's own shows again.
    Reflect.deleteProperty(real, 'createElement')
  }
}

function prepareElement<T extends HTMLElement>(element: T, nonce: string): T {
  if (element.tagName === 'STYLE') element.nonce = nonce
  if (element.tagName !== 'SPAN') return element
  const setAttribute = element.setAttribute.bind(element)
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value
    else setAttribute(name, value)
  }
  return element
}
