import { Controller } from "@hotwired/stimulus"
import { fill } from "../ahead.js"
import { isComposing, isTyping } from "../composing.js"
import { addressOf, focusOn, isOverlaid, rowOf, rows, shortcutsAreOn, shownAs } from "../items.js"
import { addressWith, enterKey, keyInAddress, leaveKey, replaceKey } from "../peek_address.js"

const NARROW = matchMedia("(width < 72rem)")
const PAUSE = 60
// An item beside its list, in #peek; the address has it as ?peek=KEY. Space on a row, or a plain click on [data-peek],
// opens it; wherever the focus goes in the list, the panel follows; Escape and Back close it.
export default class extends Controller {
  static targets = ["full"]

  connect() {
    this.base = addressWith("")
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

  // What is wanted counts, also while it is still on its way.
  get current() { return this.wanted ?? this.key }

  open(key) {
    if (this.current === key) return
    if (this.current) replaceKey(key)
    else enterKey(key)
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
    if (NARROW.matches && !this.panel.contains(document.activeElement)) this.panel.focus()
    this.dispatch("opened")
  }

  clear() {
    this.wanted = ""
    this.panel.replaceChildren()
    this.mark()
  }

  close() {
    clearTimeout(this.timer)
    const row = rows().find((other) => other.dataset.key === this.current)
    this.clear()
    leaveKey()
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
    const row = all[all.findIndex((other) => other.dataset.key === this.current) + by]
    if (!row) return
    row.scrollIntoView({ block: "nearest" })
    this.open(row.dataset.key)
  }

  clicked = (event) => {
    const link = event.target.closest?.("[data-peek]")
    const key = link && this.list && link.closest("[data-key]")?.dataset.key
    if (!key || event.defaultPrevented || event.button || event.shiftKey) return
    if (!event.ctrlKey && !event.metaKey) this.toggle(key, event)
    else if (!event.target.closest("a")) window.open(addressOf(key), "_blank", "noopener")
  }

  pressed = (event) => {
    if (event.defaultPrevented || isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (!this.list || isOverlaid() || (!shortcutsAreOn() && event.key !== "Escape")) return
    const row = rowOf(event.target)
    if (event.key === " " && row && !event.target.matches("a, button, input, summary")) this.toggle(row.dataset.key, event)
    else if (!this.current) return
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
    if (this.current === key) this.close()
    else this.open(key)
  }

  follow = (event) => {
    const key = this.current && this.list?.contains(event.target) && rowOf(event.target)?.dataset.key
    clearTimeout(this.timer)
    if (key && key !== this.current) this.timer = setTimeout(() => this.open(key), PAUSE)
  }

  // A list that was filtered or sorted keeps its panel.
  moved = () => {
    this.base = addressWith("")
    if (this.current) replaceKey(this.current)
  }

  popped = (event) => {
    if (!this.list || addressWith("") !== this.base) return
    event.stopImmediatePropagation()
    const key = keyInAddress()
    if (key && key !== this.current) this.load(key)
    else if (!key) this.clear()
  }

  mark = () => {
    if (!this.list) return
    const key = this.current
    for (const row of this.list.querySelectorAll("[data-key][aria-current]")) row.removeAttribute("aria-current")
    if (key) shownAs(key).filter((row) => this.list.contains(row)).forEach((row) => row.setAttribute("aria-current", "true"))
  }
}
