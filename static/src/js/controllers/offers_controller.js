import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

const STEPS = { ArrowDown: 1, ArrowUp: -1 }

// On a field that htmx fills a list of buttons for (its aria-controls), while one types: arrows choose, Enter takes the one
// that is marked, the first unless another was chosen. Pressed before the answer is there, Enter waits for it.
export default class extends Controller {
  connect() {
    this.answered = ""
    this.listeners = { keydown: this.key, input: this.typed, "htmx:configRequest": this.asking }
    for (const [name, listener] of Object.entries(this.listeners)) this.element.addEventListener(name, listener)
    this.element.addEventListener("htmx:afterRequest", this.arrived)
    this.form = this.element.form
    this.form?.addEventListener("htmx:afterRequest", this.accepted)
  }

  disconnect() {
    for (const [name, listener] of Object.entries(this.listeners)) this.element.removeEventListener(name, listener)
    this.element.removeEventListener("htmx:afterRequest", this.arrived)
    this.form?.removeEventListener("htmx:afterRequest", this.accepted)
  }

  get list() { return document.getElementById(this.element.getAttribute("aria-controls")) }
  get options() { return [...(this.list?.querySelectorAll("button[role=option]") ?? [])] }
  get active() { return this.options.find((option) => option.ariaSelected === "true") }

  key = (event) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const { options } = this
    if (event.key === "Enter") {
      event.preventDefault()
      if (this.element.value === this.answered || !this.element.value.trim()) this.take()
      else this.waiting = true
    } else if (STEPS[event.key] && options.length) {
      event.preventDefault()
      this.mark(options[(options.indexOf(this.active) + STEPS[event.key] + options.length) % options.length])
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault()
      event.stopPropagation()
      this.list.replaceChildren()
      this.mark()
    }
  }

  typed = () => { this.waiting = false }

  asking = ({ detail }) => { if (detail.elt === this.element) this.asked = this.element.value }

  arrived = ({ detail }) => {
    if (detail.elt !== this.element || this.asked !== this.element.value) return
    this.answered = this.asked
    this.mark(this.options[0])
    if (!this.waiting) return
    this.waiting = false
    this.take()
  }

  // Ready for the next one: where the form stays, the field that has the focus keeps its text.
  accepted = ({ detail }) => {
    if (detail.elt !== this.form || !detail.xhr.status || detail.xhr.status >= 400) return
    this.element.value = this.answered = ""
    this.list?.replaceChildren()
    this.mark()
  }

  take() {
    if (this.active) this.active.click()
    else this.element.form.requestSubmit()
  }

  mark(option) {
    for (const other of this.options) other.ariaSelected = String(other === option)
    option?.scrollIntoView({ block: "nearest" })
    this.element.setAttribute("aria-activedescendant", option?.id ?? "")
    this.element.ariaExpanded = String(this.options.length > 0)
  }
}
