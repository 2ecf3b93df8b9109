/*
 * xterm writes style elements and style attributes, and the page's policy takes neither from a script (docs/decisions/0009). It
 * takes no nonce, so the elements it makes get theirs here, and an attribute becomes what the policy allows: the same
 * declarations through CSSOM.
 */

/** All style elements that it has it makes while a terminal is opened, and only writes into them later. */
export function withNonce(nonce: string, work: () => void): void {
  const createElement = document.createElement.bind(document)
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = createElement(tag, options)
    if (tag === 'style') element.nonce = nonce
    return element
  }) as Document['createElement']
  try {
    work()
  } finally {
    // The prototype's own shows again.
    Reflect.deleteProperty(document, 'createElement')
  }
}

let users = 0

/**
 * Of spans that are not in the page yet, which xterm writes colours of 24 bits on; while there is a terminal. Nothing else on the
 * page writes such an attribute: it would be refused. Gives what ends it.
 */
export function writeSpanStylesThroughCssom(): () => void {
  if (users++ === 0) {
    const { setAttribute } = Element.prototype
    HTMLSpanElement.prototype.setAttribute = function (name, value) {
      if (name === 'style' && !this.isConnected) this.style.cssText = value
      else setAttribute.call(this, name, value)
    }
  }
  return () => {
    // That of all elements shows again.
    if (--users === 0) Reflect.deleteProperty(HTMLSpanElement.prototype, 'setAttribute')
  }
}
