import { Controller } from "@hotwired/stimulus"
import { isTyping } from "../composing.js"

// Cells copied from a spreadsheet and pasted onto a list: they go into the field of the form and are sent, so that a
// page can show what they are before anything is written. <form data-controller="paste-rows"><textarea data-paste-rows-target="field">
export default class extends Controller {
  static targets = ["field"]

  connect() { document.addEventListener("paste", this.pasted) }
  disconnect() { document.removeEventListener("paste", this.pasted) }

  pasted = (event) => {
    if (event.defaultPrevented || isTyping(event) || document.querySelector("dialog[open]")) return
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (!/[\t]|\n./.test(text)) return
    event.preventDefault()
    this.fieldTarget.value = text
    this.element.requestSubmit()
  }
}
