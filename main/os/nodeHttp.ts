/**
 * Node's http module without an `import` of it, which reads all that it exports, and so loads the whole of its `fetch`: 40 ms of each
 * start of the command line, which needs neither.
 */
export const nodeHttp = process.getBuiltinModule('node:http')
