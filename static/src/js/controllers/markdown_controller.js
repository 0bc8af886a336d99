import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { replace } from "../writing.js"

const AROUND = { bold: "**", italic: "*", code: "`" }
const BEFORE = { heading: "## ", list: "- ", task: "- [ ] ", quote: "> " }
const KEYS = { b: "bold", i: "italic", k: "link" }
const ITEM = /^([ \t]*)(?:([-*+])|(\d{1,9})([.)])|(>))([ \t]+)(\[[ xX]\][ \t]+)?(.*)$/
const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

// Marks for a Markdown field: buttons with data-markdown-kind-param, Ctrl+B, I and K, Enter goes on with a list,
// Ctrl+Enter sends. Tab is left to the browser. One stop in the order of tabs: arrows go through the buttons.
export default class extends Controller {
  static targets = ["tool"]

  connect() {
    this.field = this.element.querySelector("textarea")
    this.field.addEventListener("keydown", this.key)
  }

  disconnect() { this.field.removeEventListener("keydown", this.key) }

  apply({ params: { kind } }) { this.mark(kind) }

  mark(kind) {
    if (kind in AROUND) this.wrap(AROUND[kind])
    else if (kind in BEFORE) this.prefix(BEFORE[kind])
    else if (kind === "link") this.link()
  }

  wrap(sign) {
    const { value, selectionStart: start, selectionEnd: end } = this.field
    const chosen = value.slice(start, end)
    if (sign === "`" && chosen.includes("\n")) return replace(this.field, start, end, `\`\`\`\n${chosen}\n\`\`\``)
    const n = sign.length
    const isWrapped = value.slice(start - n, start) === sign && value.slice(end, end + n) === sign
    if (isWrapped) replace(this.field, start - n, end + n, chosen, [0, chosen.length])
    else replace(this.field, start, end, sign + chosen + sign, [n, n + chosen.length])
  }

  prefix(sign) {
    const { value, selectionStart, selectionEnd } = this.field
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1
    const end = value.indexOf("\n", selectionEnd) < 0 ? value.length : value.indexOf("\n", selectionEnd)
    const lines = value.slice(start, end).split("\n")
    const isOff = lines.some((line) => !line.startsWith(sign))
    const marked = lines.map((line) => (isOff ? sign + line : line.slice(sign.length))).join("\n")
    replace(this.field, start, end, marked, lines.length > 1 ? [0, marked.length] : undefined)
  }

  link() {
    const { value, selectionStart: start, selectionEnd: end } = this.field
    const chosen = value.slice(start, end)
    if (/^https?:\/\/\S+$/.test(chosen)) replace(this.field, start, end, `[](${chosen})`, [1, 1])
    else replace(this.field, start, end, `[${chosen}](https://)`, chosen ? [chosen.length + 3, chosen.length + 11] : [1, 1])
  }

  key = (event) => {
    if (event.defaultPrevented || isComposing(event) || event.altKey || event.shiftKey) return
    const mod = isMac ? event.metaKey : event.ctrlKey
    const kind = mod && KEYS[event.key.toLowerCase()]
    const done = kind ? this.mark(kind) ?? true : event.key === "Enter" && (mod ? this.send() : this.goOn())
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }

  send() {
    this.field.form.requestSubmit()
    return true
  }

  // Enter within an item begins the next one; on an empty item it ends the list.
  goOn() {
    const { value, selectionStart: at, selectionEnd } = this.field
    if (at !== selectionEnd) return false
    const start = value.lastIndexOf("\n", at - 1) + 1
    const match = ITEM.exec(value.slice(start, at))
    if (!match) return false
    const [, indent, bullet, number, dot, quote, space, task, text] = match
    const sign = bullet ?? quote ?? `${Number(number) + 1}${dot}`
    if (!text.trim()) replace(this.field, start, at, "")
    else replace(this.field, at, at, `\n${indent}${sign}${space}${task ? "[ ] " : ""}`)
    return true
  }

  // data-action="keydown->markdown#walk" on the toolbar
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const tools = this.toolTargets
    const next = tools[(tools.indexOf(document.activeElement) + step + tools.length) % tools.length]
    tools.forEach((tool) => { tool.tabIndex = tool === next ? 0 : -1 })
    next.focus()
  }
}
