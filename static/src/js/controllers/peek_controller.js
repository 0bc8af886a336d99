import { Controller } from "@hotwired/stimulus"
import { fill } from "../ahead.js"
import { isComposing, isTyping } from "../composing.js"
import { focusOn, isOverlaid, rowOf, rows, shortcutsAreOn, shownAs } from "../items.js"

const NARROW = matchMedia("(width < 72rem)")
const PAUSE = 60
// An item beside its list, in #peek; the address has it as ?peek=KEY. Space on a row, or a plain click on [data-peek],
// opens it; wherever the focus goes in the list, the panel follows; Escape and Back close it.
export default class extends Controller {
  static targets = ["full"]

  connect() {
    this.base = this.addressWith("")
    this.listeners = [
      [document, "click", this.clicked], [document, "keydown", this.pressed], [document, "focusin", this.follow],
      [document, "htmx:pushedIntoHistory", this.moved], [document, "htmx:replacedInHistory", this.moved],
      [document, "htmx:afterSettle", this.mark], [window, "popstate", this.popped],
    ]
    for (const [target, name, listener] of this.listeners) target.addEventListener(name, listener, name === "popstate")
    this.mark()
  }

  disconnect() {
    clearTimeout(this.timer)
    for (const [target, name, listener] of this.listeners) target.removeEventListener(name, listener, name === "popstate")
  }

  get panel() { return document.getElementById("peek") }
  get list() { return document.getElementById("list") }
  get key() { return this.panel?.querySelector("[data-key]")?.dataset.key ?? "" }

  addressWith(key) {
    const params = new URLSearchParams(location.search)
    params.delete("peek")
    if (key) params.set("peek", key)
    return location.pathname + (params.size ? `?${params}` : "")
  }

  open(key) {
    if (this.wanted === key) return
    if (this.wanted || this.key) history.replaceState(history.state, "", this.addressWith(key))
    else history.pushState({ peek: true }, "", this.addressWith(key))
    this.from = rowOf(document.activeElement)?.dataset.key === key ? document.activeElement : null
    this.load(key)
  }

  async load(key) {
    this.wanted = key
    this.mark()
    await fill(this.panel, key, () => this.wanted === key)
    if (this.wanted !== key) return
    if (!this.key) return this.clear()
    this.panel.scrollTop = 0
    if (NARROW.matches) this.panel.focus()
    this.dispatch("opened")
  }

  clear() {
    this.wanted = ""
    this.panel.replaceChildren()
    this.mark()
  }

  // Where opening made a step in the history, closing takes it back.
  close() {
    clearTimeout(this.timer)
    const row = rows().find((other) => other.dataset.key === this.key)
    this.clear()
    if (history.state?.peek) history.back()
    else history.replaceState(history.state, "", this.addressWith(""))
    if (this.from?.isConnected) this.from.focus()
    else if (row) focusOn(row)
  }

  dismiss(event) {
    event.preventDefault()
    this.close()
  }

  next(event) { this.step(1, event) }
  previous(event) { this.step(-1, event) }

  step(by, event) {
    event.preventDefault()
    const all = rows()
    const row = all[all.findIndex((other) => other.dataset.key === (this.wanted || this.key)) + by]
    if (!row) return
    row.scrollIntoView({ block: "nearest" })
    this.open(row.dataset.key)
  }

  clicked = (event) => {
    const link = event.target.closest?.("[data-peek]")
    const key = link && this.list && link.closest("[data-key]")?.dataset.key
    if (!key || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    this.toggle(key, event)
  }

  pressed = (event) => {
    if (event.defaultPrevented || isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (!this.list || isOverlaid() || (!shortcutsAreOn() && event.key !== "Escape")) return
    const row = rowOf(event.target)
    if (event.key === " " && row && !event.target.matches("a, button, input, summary")) this.toggle(row.dataset.key, event)
    else if (!this.key) return
    else if (event.key === "Escape") this.dismiss(event)
    else if (!row) this.pressedBeside(event)
  }

  // The focus is in the panel or nowhere: keys of the list mean the list.
  pressedBeside(event) {
    const isNowhere = [document.body, this.panel].includes(event.target)
    const by = { j: 1, k: -1, ...(isNowhere ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key]
    if (by) this.step(by, event)
    else if (event.key === "Enter" && isNowhere && this.hasFullTarget) this.fullTarget.click()
  }

  toggle(key, event) {
    event.preventDefault()
    if (this.key === key) this.close()
    else this.open(key)
  }

  follow = (event) => {
    const key = (this.wanted || this.key) && this.list?.contains(event.target) && rowOf(event.target)?.dataset.key
    clearTimeout(this.timer)
    if (key && key !== (this.wanted || this.key)) this.timer = setTimeout(() => this.open(key), PAUSE)
  }

  // A list that was filtered or sorted keeps its panel.
  moved = () => {
    this.base = this.addressWith("")
    if (this.key) history.replaceState(history.state, "", this.addressWith(this.key))
  }

  popped = (event) => {
    if (!this.list || this.addressWith("") !== this.base) return
    event.stopImmediatePropagation()
    const key = new URLSearchParams(location.search).get("peek")
    if (key && key !== this.key) this.load(key)
    else if (!key) this.clear()
  }

  mark = () => {
    if (!this.list) return
    const key = this.wanted ?? this.key
    for (const row of this.list.querySelectorAll("[data-key][aria-current]")) row.removeAttribute("aria-current")
    if (key) shownAs(key).filter((row) => this.list.contains(row)).forEach((row) => row.setAttribute("aria-current", "true"))
  }
}
