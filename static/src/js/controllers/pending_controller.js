import { Controller } from "@hotwired/stimulus"

// A form that somebody has touched: what arrives by polling leaves it alone until a server has it (see morph.js).
// data-pending-refused-value="true" on a form that the server sent back.
export default class extends Controller {
  static values = { refused: Boolean }

  connect() {
    if (this.refusedValue) this.touch()
    this.element.addEventListener("input", this.touch)
    this.element.addEventListener("reset", this.forget)
    this.element.addEventListener("htmx:beforeOnLoad", this.answering)
    this.element.addEventListener("htmx:afterRequest", this.answered)
  }

  disconnect() {
    this.element.removeEventListener("input", this.touch)
    this.element.removeEventListener("reset", this.forget)
    this.element.removeEventListener("htmx:beforeOnLoad", this.answering)
    this.element.removeEventListener("htmx:afterRequest", this.answered)
  }

  touch = () => { this.element.toggleAttribute("data-pending", true) }
  forget = () => { this.element.toggleAttribute("data-pending", false) }

  answering = (event) => { if (event.detail.elt === this.element) this.forget() }

  answered = (event) => {
    const status = event.detail.xhr.status
    if (event.detail.elt === this.element && (status === 0 || status >= 400)) this.touch()
  }
}
