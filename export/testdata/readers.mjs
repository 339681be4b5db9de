// Reads pages with the JavaScript readers of Markdown and writes what they make of each as HTML. Called with a reader and files.
import { readFile, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"

const require = createRequire(process.env.WIKI_MODULES + "/x.js")
const load = name => import(pathToFileURL(require.resolve(name)))

const escape = s => String(s).replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c])
const inner = children => [children].flat(Infinity).map(c => (c == null || c === false ? "" : c.html ?? escape(c))).join("")
const Fragment = Symbol("fragment")
function jsx(type, { children, ...props }) {
  if (typeof type === "function") return type({ children, ...props })
  if (type === Fragment) return { html: inner(children) }
  const attributes = Object.entries(props).map(([k, v]) => (typeof v === "object" ? "" : ` ${k}="${escape(v)}"`)).join("")
  return { html: `<${type}${attributes}>${inner(children)}</${type}>` }
}

const readers = {
  async mdx() {
    const { evaluate } = await load("@mdx-js/mdx")
    const gfm = (await load("remark-gfm")).default
    return async text => {
      const { default: Page } = await evaluate(text, { Fragment, jsx, jsxs: jsx, remarkPlugins: [gfm] })
      return Page({}).html
    }
  },
  async "markdown-it"() {
    const Reader = (await load("markdown-it")).default
    const reader = new Reader({ html: true, linkify: false, typographer: false })
    return async text => reader.render(text)
  },
}

const [reader, ...files] = process.argv.slice(2)
const read = await readers[reader]()
for (const file of files) {
  try {
    await writeFile(file + ".html", await read(await readFile(file, "utf8")))
  } catch (error) {
    console.error(`${file}: ${error.message}`)
    process.exitCode = 1
  }
}
