import { Controller } from "@hotwired/stimulus"
import htmx from "htmx.org"
import { isComposing } from "../composing.js"
import { addressOf, focusOn, rowOf, shownAs } from "../items.js"
import { typedAhead } from "../typed_ahead.js"

const MARGIN = 6
// A menu for one part of the row with the focus, else of the item in the panel or of the page, fetched by data-action=
// "choices#open". Where rows are ticked it is their bulk menu. Several choices are saved together when it closes.
export default class extends Controller {
  static targets = ["menu", "form", "field", "list"]
  static values = { none: String }

  connect() { this.listeners.forEach(([name, listener]) => this.menuTarget.addEventListener(name, listener)) }
  disconnect() { this.listeners.forEach(([name, listener]) => this.menuTarget.removeEventListener(name, listener)) }

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
    const changed = this.isMulti && `${this.chosen}` !== this.before
    if (changed) this.send(this.chosen)
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

  listTargetConnected() { this.activate(this.options.find((option) => option.ariaSelected === "true") ?? this.options[0]) }

  key = (event) => {
    if (isComposing(event) || event.target !== this.fieldTarget) return
    const { options } = this
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) {
      event.preventDefault()
      this.activate(options[(options.indexOf(this.active) + by + options.length) % options.length])
    } else if (event.key === "Enter") {
      event.preventDefault()
      this.active?.click()
    }
  }

  narrow() {
    const typed = this.fieldTarget.value.trim().toLowerCase()
    this.listTarget.querySelector("[data-made]")?.remove()
    let exact = false
    for (const option of this.listTarget.children) {
      const text = option.textContent.trim().toLowerCase()
      exact ||= text === typed
      option.hidden = !text.includes(typed) && !(option.dataset.initials ?? "").startsWith(typed)
    }
    if (this.listTarget.dataset.free && typed && !exact) this.offer(this.fieldTarget.value.trim())
    this.activate(this.options[0])
  }

  // What was typed is a choice of its own, for instance a new tag.
  offer(text) {
    const option = document.createElement("button")
    Object.assign(option, { type: "button", className: "menu-item", id: "choice-made", tabIndex: -1, ariaSelected: "false" })
    option.setAttribute("role", "option")
    Object.assign(option.dataset, { made: "", value: text, action: "choices#take" })
    option.textContent = this.listTarget.dataset.free.replace("%s", text)
    this.listTarget.append(option)
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
    if (this.menuTarget.matches(":popover-open")) this.menuTarget.querySelector("[autofocus]")?.focus()
    else this.menuTarget.showPopover()
  }

  activate(option) {
    this.active?.removeAttribute("data-active")
    option?.setAttribute("data-active", "")
    option?.scrollIntoView({ block: "nearest" })
    if (this.hasFieldTarget) this.fieldTarget.setAttribute("aria-activedescendant", option?.id ?? "")
  }

  get options() { return [...this.listTarget.querySelectorAll("[role=option]:not([hidden])")] }
  get active() { return this.menuTarget.querySelector("[data-active]") }
  get isMulti() { return this.hasListTarget && this.listTarget.ariaMultiSelectable === "true" }
  get chosen() { return this.hasListTarget ? [...this.listTarget.querySelectorAll("[aria-selected=true]")].map((option) => option.dataset.value) : [] }
}
