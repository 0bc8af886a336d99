import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { placeOf, replace } from "../writing.js"

const NAMED = /(?:^|[^A-Za-z0-9_./&@#＠＃])([@＠#＃])([^\s@#＠＃，。；：！？、]{0,40})$/
const BEGUN = /^[ \t]*([/、])([^\s/]{0,30})$/
const KINDS = { "@": "person", "＠": "person", "#": "requirement", "＃": "requirement", "/": "template", "、": "template" }
const PAUSE = 80
const GAP = 4
const PLAIN_LINE = /^[^\n]*\n([^\n#\-*|>\d][^\n]*)/

// Offers beside the caret: people after @, requirements after #, texts to begin from after / at the start of a line.
// The server answers with options ([data-insert]). While an input method composes nothing opens, nothing is accepted.
export default class extends Controller {
  static targets = ["list"]
  static values = { url: String }

  connect() {
    this.field = this.element.querySelector("textarea")
    this.field.setAttribute("aria-autocomplete", "list")
    this.field.setAttribute("aria-controls", this.listTarget.id)
    this.element.addEventListener("keydown", this.key, true)
    this.field.addEventListener("input", this.look)
    this.field.addEventListener("click", this.close)
    for (const name of ["blur", "compositionstart"]) this.field.addEventListener(name, this.close)
  }

  disconnect() {
    this.close()
    this.element.removeEventListener("keydown", this.key, true)
    this.field.removeEventListener("input", this.look)
    this.field.removeEventListener("click", this.close)
    for (const name of ["blur", "compositionstart"]) this.field.removeEventListener(name, this.close)
  }

  look = (event) => {
    if (event.isComposing) return
    this.close()
    const found = this.before()
    this.isAsking = Boolean(found)
    if (found) this.timer = setTimeout(() => this.ask(found), PAUSE)
  }

  // What stands before the caret, as {start, kind, typed}
  before() {
    const { value, selectionStart: at, selectionEnd } = this.field
    if (at !== selectionEnd || document.activeElement !== this.field) return null
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at)
    const match = BEGUN.exec(line) ?? NAMED.exec(line)
    if (!match) return null
    const [, sign, typed] = match
    const kind = KINDS[sign]
    const isHeading = kind === "requirement" && !typed && line.trim() === sign
    return isHeading ? null : { start: at - typed.length - 1, kind, typed }
  }

  async ask({ start, kind, typed }) {
    this.request = new AbortController()
    try {
      const query = new URLSearchParams({ kind, typed })
      const answer = await fetch(`${this.urlValue}?${query}`, { signal: this.request.signal, headers: { "HX-Request": "true" } })
      if (answer.ok) return this.open(start, await answer.text())
    } catch ({ name }) {
      if (name === "AbortError") return
    }
    this.isAsking = false
  }

  open(start, html) {
    const list = this.listTarget
    list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes)
    this.options.forEach((option, n) => { option.id = `${list.id}-${n}` })
    if (!this.options.length) return this.close()
    this.start = start
    list.showPopover()
    this.point(0)
    const { left, top, height } = placeOf(this.field, start)
    const below = top + height + GAP + list.offsetHeight < innerHeight
    list.style.left = `${Math.max(GAP, Math.min(left, innerWidth - list.offsetWidth - GAP))}px`
    list.style.top = `${below ? top + height + GAP : Math.max(GAP, top - list.offsetHeight - GAP)}px`
    list.dataset.placed = ""
  }

  close = () => {
    this.isAsking = false
    clearTimeout(this.timer)
    this.request?.abort()
    this.field.removeAttribute("aria-activedescendant")
    if (this.isOpen) this.listTarget.hidePopover()
  }

  point(at) {
    this.at = (at + this.options.length) % this.options.length
    this.options.forEach((option, n) => option.setAttribute("aria-selected", n === this.at))
    this.options[this.at].scrollIntoView({ block: "nearest" })
    this.field.setAttribute("aria-activedescendant", this.options[this.at].id)
  }

  key = (event) => {
    if (event.target !== this.field || isComposing(event)) return
    if (!this.isOpen && !(this.isAsking && event.key === "Escape")) return // Escape also gives up what has been asked for
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) this.point(this.at + step)
    else if (event.key === "Escape") this.close()
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.accept(this.options[this.at])
    else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") return this.close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  // data-action="mousedown->expander#choose": before the field loses the focus
  choose(event) {
    event.preventDefault()
    const option = event.target.closest("[role=option]")
    if (option) this.accept(option)
  }

  accept(option) {
    const text = option.dataset.insert
    const line = PLAIN_LINE.exec(text)
    const firstEnd = text.includes("\n") ? text.indexOf("\n") : text.length
    const select = line ? [line[0].length - line[1].length, line[0].length] : [firstEnd, firstEnd]
    this.close()
    replace(this.field, this.start, this.field.selectionStart, text, select)
    this.close()
  }

  get options() { return [...this.listTarget.querySelectorAll("[role=option]")] }
  get isOpen() { return this.listTarget.matches(":popover-open") }
}
