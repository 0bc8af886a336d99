import { Controller } from "@hotwired/stimulus"
import { isTyping } from "../composing.js"
import { toast } from "../writing.js"

// Cells copied from a spreadsheet and pasted onto a list: they go into the field of the form and are sent, so that a
// page can show what they are before anything is written. <form data-controller="paste-rows"><textarea data-paste-rows-target="field">
// Where nobody may do so, data-paste-rows-refused-value says it.
export default class extends Controller {
  static targets = ["field"]
  static values = { refused: String }

  connect() { document.addEventListener("paste", this.pasted) }
  disconnect() { document.removeEventListener("paste", this.pasted) }

  pasted = (event) => {
    if (event.defaultPrevented || isTyping(event) || document.querySelector("dialog[open]")) return
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (!/[\t]|\n./.test(text)) return
    event.preventDefault()
    if (this.refusedValue) return toast(this.refusedValue, "error")
    this.fieldTarget.value = text
    this.element.requestSubmit()
  }
}
