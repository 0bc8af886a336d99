import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

// A value that turns into its field: <div data-controller="inline-edit"><button data-inline-edit-target="show"
// data-action="inline-edit#edit">…</button><form hidden data-inline-edit-target="form">…  Esc gives the old value back.
// A refused save re-renders the form with data-inline-edit-editing-value="true", so the text stays.
export default class extends Controller {
  static targets = ["show", "form"]
  static values = { editing: Boolean }

  connect() {
    this.element.addEventListener("keydown", this.key)
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
  }

  editingValueChanged(editing) {
    if (this.hasFormTarget && this.formTarget.hidden === editing) this.turn(editing)
  }

  turn(editing) {
    this.editingValue = editing
    this.formTarget.hidden = !editing
    this.showTarget.hidden = editing
    if (editing) this.focusField()
  }

  focusField() {
    const field = this.formTarget.querySelector("[autofocus], input:not([type=hidden]), textarea, select")
    field?.focus()
    if (field?.type === "text") field.select()
  }

  edit(event) {
    event.preventDefault()
    this.turn(true)
  }

  cancel(event) {
    event?.preventDefault()
    this.formTarget.reset()
    this.turn(false)
    this.showTarget.focus()
  }

  // data-action="focusout->inline-edit#leave": saves what was changed, closes what was not
  leave(event) {
    if (this.element.contains(event.relatedTarget) || !this.editingValue) return
    const changed = [...this.formTarget.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue)
    if (changed) this.formTarget.requestSubmit()
    else this.turn(false)
  }

  key = (event) => {
    if (isComposing(event) || !this.editingValue) return
    if (event.key === "Escape") {
      event.stopPropagation()
      this.cancel(event)
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.preventDefault()
      this.formTarget.requestSubmit()
    }
  }
}
