import htmx from "htmx.org"
import { isComposing } from "../composing.js"
import { addressOf, focusOn, rowOf, shownAs } from "../items.js"
import { Narrowed } from "../narrowed.js"
import { typedAhead } from "../typed_ahead.js"

const MARGIN = 6
// A menu for one part of the row with the focus, else of the item in the panel or of the page, fetched by data-action=
// "choices#open". Where rows are ticked it is their bulk menu. Several choices are saved together, as in a cell: by Enter, Tab,
// Save or a click elsewhere; Escape gives them up.
export default class extends Narrowed {
  static targets = ["menu", "form", "field", "list"]
  static values = { none: String }

  connect() {
    this.listeners.forEach(([name, listener]) => this.menuTarget.addEventListener(name, listener))
    document.addEventListener("keydown", this.escape, true)
  }

  disconnect() {
    this.listeners.forEach(([name, listener]) => this.menuTarget.removeEventListener(name, listener))
    document.removeEventListener("keydown", this.escape, true)
  }

  get listeners() { return [["toggle", this.toggled], ["keydown", this.key], ["htmx:afterRequest", this.answered]] }

  open({ params: { field } }) {
    const many = document.querySelector(`[data-bulk-part="${field}"]`)
    if (many?.checkVisibility()) return many.click()
    this.opener = document.activeElement
    const item = rowOf(this.opener) ?? document.querySelector("#requirement[data-key]")
    if (!item) return document.dispatchEvent(new CustomEvent("toast", { detail: { text: this.noneValue } }))
    this.anchor = item.querySelector(`[data-field="${field}"], #part-${field}`) ?? item
    this.place = { key: item.dataset.key, field: this.opener.dataset.field }
    this.load(`${addressOf(item.dataset.key)}choices/${field}/`)
  }

  async load(address) {
    const held = typedAhead()
    await htmx.ajax("GET", address, { source: this.menuTarget, target: this.menuTarget, swap: "innerHTML" }).finally(held.release)
    if (!this.hasFormTarget || held.escaped) return
    this.before = `${this.chosen}`
    this.isGivenUp = this.moved = false
    this.menuTarget.showPopover()
    this.position()
    if (!this.hasFieldTarget) return
    this.fieldTarget.focus() // at once: the event of the popover comes later than the next key
    if (held.text) this.narrow((this.fieldTarget.value = held.text))
    if (held.entered) this.active?.click()
  }

  position() {
    const place = this.anchor.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = this.menuTarget
    const below = place.bottom + MARGIN + height < innerHeight || place.top < height + MARGIN
    this.menuTarget.dataset.placed = ""
    this.menuTarget.style.left = `${Math.max(MARGIN, Math.min(place.left, innerWidth - width - MARGIN))}px`
    this.menuTarget.style.top = `${Math.max(MARGIN, Math.min(below ? place.bottom + MARGIN : place.top - height - MARGIN, innerHeight - height - MARGIN))}px`
  }

  toggled = (event) => {
    if (event.newState === "open") return this.menuTarget.querySelector("[autofocus]")?.focus()
    if (this.isMulti && !this.isGivenUp) this.takeTyped()
    if (this.isMulti && !this.isGivenUp && `${this.chosen}` !== this.before) this.send(this.chosen)
    else if (!this.sending) this.menuTarget.replaceChildren()
    this.goBack()
  }

  // The row may be a new one meanwhile.
  goBack() {
    if (document.activeElement !== document.body && !this.menuTarget.contains(document.activeElement)) return
    const row = rowOf(shownAs(this.place.key).find((shown) => rowOf(shown)))
    const cell = this.opener?.isConnected ? this.opener : (row?.querySelector(`[data-field="${this.place.field}"]`) ?? row)
    if (cell && cell !== document.body) focusOn(cell)
  }

  // What stands typed beside the ticks when the menu closes is one more.
  takeTyped() {
    if (this.fieldTarget.value.trim() && this.active?.ariaSelected !== "true") this.active?.click()
  }

  escape = (event) => { if (event.key === "Escape" && !isComposing(event)) this.isGivenUp = true }

  save() { this.menuTarget.hidePopover() }

  giveUp() {
    this.isGivenUp = true
    this.save()
  }

  key = (event) => {
    if (isComposing(event) || !this.hasFieldTarget || event.target !== this.fieldTarget) return
    const { options } = this
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) {
      event.preventDefault()
      this.moved = true
      this.activate(options[(options.indexOf(this.active) + by + options.length) % options.length])
    } else if (["Enter", "Tab"].includes(event.key)) {
      event.preventDefault()
      if (this.isDone(event)) this.save()
      else this.active?.click() // what fits nothing stays
    }
  }

  // Enter takes what was typed or gone to; where nothing was, several are saved. Tab leaves, with what was gone to.
  isDone({ key, ctrlKey, metaKey }) {
    if (this.fieldTarget.value.trim() && !this.active) return false
    if (this.isMulti) return key === "Tab" || ctrlKey || metaKey || !this.moved
    return key === "Tab" && !this.moved
  }

  take({ currentTarget: option }) {
    if (!this.isMulti) return this.send([option.dataset.value])
    option.ariaSelected = option.ariaSelected !== "true"
    delete option.dataset.made
    option.id = `choice-${[...this.listTarget.children].indexOf(option) + 1}`
    this.fieldTarget.value = ""
    this.fieldTarget.focus()
    for (const other of this.listTarget.children) other.hidden = false
    this.activate(option)
    this.moved = false
  }

  send(value) {
    this.sending = true
    htmx.ajax("POST", this.formTarget.action, { source: this.formTarget, target: this.menuTarget, swap: "innerHTML", values: { value } })
  }

  // Saved, the menu has done its work; refused, it says why.
  answered = (event) => {
    if (event.detail.requestConfig?.verb === "get") return
    const { status } = event.detail.xhr
    this.sending = false
    if (status === 422) return this.refused()
    if (this.menuTarget.matches(":popover-open")) this.menuTarget.hidePopover()
    else this.menuTarget.replaceChildren()
  }

  refused() {
    this.before = `${this.chosen}`
    this.isGivenUp = false
    if (this.menuTarget.matches(":popover-open")) this.menuTarget.querySelector("[autofocus]")?.focus()
    else this.menuTarget.showPopover()
  }

  get isMulti() { return this.hasListTarget && this.listTarget.ariaMultiSelectable === "true" }
  get chosen() { return this.hasListTarget ? [...this.listTarget.querySelectorAll("[aria-selected=true]")].map((option) => option.dataset.value) : [] }
}
