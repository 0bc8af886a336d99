import { Controller } from "@hotwired/stimulus"

// One line in a dialog that is there already. Whatever has data-quick-add opens it; the server says when a line is done
// (quick-add:done), and "another" keeps it open for the next.
export default class extends Controller {
  static targets = ["dialog", "form", "line", "said", "another"]

  connect() {
    document.addEventListener("click", this.asked)
    document.addEventListener("quick-add:done", this.done)
  }

  disconnect() {
    document.removeEventListener("click", this.asked)
    document.removeEventListener("quick-add:done", this.done)
    if (this.dialogTarget.open) this.dialogTarget.close()
  }

  asked = (event) => {
    if (!event.target.closest?.("[data-quick-add]") || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.opener = document.activeElement
    this.dialogTarget.showModal()
    this.lineTarget.focus()
    this.lineTarget.dispatchEvent(new Event("input", { bubbles: true })) // a draft is understood at once
  }

  done = (event) => {
    this.formTarget.reset()
    this.saidTarget.replaceChildren()
    this.anotherTarget.checked = event.detail.another
    if (event.detail.another) this.lineTarget.focus()
    else this.close()
  }

  close() { this.dialogTarget.close() }

  // Enter in an empty line asks for the line.
  ready(event) {
    if (event.target !== this.formTarget || this.lineTarget.value.trim()) return
    event.preventDefault()
    this.lineTarget.focus()
  }

  closed() { if (this.opener?.isConnected) this.opener.focus() }

  backdrop(event) {
    if (event.target === this.dialogTarget) this.close()
  }

  // The form of all fields begins with what was typed, as it was understood.
  more(event) {
    event.currentTarget.search = new URLSearchParams(this.lineTarget.value ? { line: this.lineTarget.value } : {})
  }
}
