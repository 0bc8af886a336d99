import { Controller } from "@hotwired/stimulus"

// Says which files are chosen in an input that one does not see, and keeps morphing away from them until they are sent.
// <div data-controller="chosen" data-action="reset@document->chosen#forget"><input type="file" data-chosen-target="input" data-action="chosen#show"><output data-chosen-target="names">
export default class extends Controller {
  static targets = ["input", "names"]

  show() {
    const names = [...this.inputTarget.files].map((file) => file.name)
    this.namesTarget.textContent = names.join(", ")
    this.element.toggleAttribute("data-pending", names.length > 0)
  }

  forget({ target }) {
    if (target === this.inputTarget.form) queueMicrotask(() => this.show()) // once the form is empty
  }
}
