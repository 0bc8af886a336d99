import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

const PATIENCE = 120
const LONGEST = 7500 // bytes of an address

// The box in which a query is typed: a combobox whose offers the server makes for what stands before the caret. Enter
// takes the marked offer, or settles the query, so that its conditions become chips; Escape leaves the box as it is.
export default class extends Controller {
  static targets = ["field", "list"]
  static values = { url: String, tooLong: String }

  disconnect() { clearTimeout(this.timer) }

  ask(event) {
    if (event.isComposing) return
    const field = this.fieldTarget
    field.setCustomValidity(encodeURIComponent(field.value).length > LONGEST ? this.tooLongValue : "")
    clearTimeout(this.timer)
    if (!this.begun.trim() || !field.checkValidity()) return this.close()
    this.timer = setTimeout(() => this.fetch(), event.type === "focus" ? 0 : PATIENCE)
  }

  async fetch() {
    const typed = this.begun
    const { here, way } = this.whereabouts
    const query = new URLSearchParams({ typed, here, way })
    const answer = await fetch(`${this.urlValue}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null)
    const offers = answer?.ok ? await answer.text().catch(() => "") : ""
    if (!this.element.isConnected || document.activeElement !== this.fieldTarget || typed !== this.begun) return
    window.htmx.swap(this.listTarget, offers, { swapStyle: "innerHTML" })
    this.listTarget.hidden = this.options.length === 0
    this.fieldTarget.setAttribute("aria-expanded", !this.listTarget.hidden)
    this.mark(null)
  }

  key(event) {
    if (isComposing(event)) return
    const { options } = this
    const open = !this.listTarget.hidden && options.length > 0
    const at = options.indexOf(this.current)
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault()
      const to = event.key === "ArrowDown" ? at + 1 : at < 0 ? options.length - 1 : at - 1
      this.mark(options[(to + options.length) % options.length])
    } else if (open && event.key === "Escape") {
      event.preventDefault()
      event.stopPropagation()
      this.close()
    } else if (event.key === "Escape") {
      event.preventDefault() // or the browser empties the box
      this.fieldTarget.blur()
    } else if (open && this.current && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault()
      this.take(this.current)
    } else if (event.key === "Enter") {
      event.preventDefault()
      this.settle()
    }
  }

  choose(event) {
    event.preventDefault()
    const option = event.target.closest("[role=option]")
    if (option) this.take(option)
  }

  take(option) {
    const field = this.fieldTarget
    const { start, insert } = option.dataset
    const after = insert.endsWith(":") ? "" : " "
    field.setRangeText(insert + after, Number(start), field.selectionStart, "end")
    this.close()
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  settle() {
    const { form } = this.fieldTarget
    const enter = form.querySelector("#query-enter")
    this.close()
    if (!this.fieldTarget.reportValidity()) return
    enter.disabled = false
    this.dispatch("settled")
    setTimeout(() => { enter.disabled = true })
  }

  leave() { this.close() }

  close() {
    clearTimeout(this.timer)
    this.listTarget.hidden = true
    this.fieldTarget.setAttribute("aria-expanded", "false")
    this.mark(null)
  }

  mark(option) {
    this.current?.setAttribute("aria-selected", "false")
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) this.fieldTarget.setAttribute("aria-activedescendant", option.id)
    else this.fieldTarget.removeAttribute("aria-activedescendant")
  }

  get begun() { return this.fieldTarget.value.slice(0, this.fieldTarget.selectionStart) }
  get options() { return [...this.listTarget.querySelectorAll("[role=option]")] }
  get current() { return this.listTarget.querySelector("[aria-selected=true]") }
  get whereabouts() { return Object.fromEntries([...document.querySelectorAll("#filter-here input")].map((one) => [one.name, one.value])) }
}
