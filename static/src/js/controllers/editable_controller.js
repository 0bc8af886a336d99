import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

// A value whose editor is fetched into the "slot" target. Escape closes it (long text stays as a draft), Ctrl+Enter
// in a text saves; when the editor has gone, the focus returns to the value. data-action="editable#cancel"
export default class extends Controller {
  static targets = ["value", "slot"]

  connect() {
    this.element.addEventListener("keydown", this.key)
    document.addEventListener("htmx:beforeSwap", this.leave)
    document.addEventListener("htmx:afterSwap", this.arrive)
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
    document.removeEventListener("htmx:beforeSwap", this.leave)
    document.removeEventListener("htmx:afterSwap", this.arrive)
  }

  leave = () => { this.hadFocus = this.slotTarget.contains(document.activeElement) }

  arrive = (event) => {
    if (event.target === this.slotTarget) this.begin()
    else if (this.hadFocus && document.activeElement === document.body && this.hasValueTarget) this.valueTarget.focus()
    this.hadFocus = false
  }

  // Typing goes on at the end of what is there
  begin() {
    const field = this.slotTarget.querySelector("form:not([popover] *) :is(input:not([type=hidden]), textarea)")
    field?.focus()
    if (field?.type === "text" || field?.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length)
  }

  key = (event) => {
    const form = event.target.closest("form")
    if (isComposing(event) || !form || !this.slotTarget.contains(form)) return
    if (event.key === "Escape" && !event.target.closest("[popover]")) {
      event.stopPropagation()
      this.close(form, event.target.matches("textarea"))
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      form.requestSubmit()
    }
  }

  cancel(event) {
    event.preventDefault()
    this.close(event.target.closest("form"), false)
  }

  close(form, keepsDraft) {
    if (!keepsDraft) form.reset()
    this.slotTarget.replaceChildren()
    if (this.hasValueTarget) this.valueTarget.focus()
  }
}
