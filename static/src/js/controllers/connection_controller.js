import { Controller } from "@hotwired/stimulus"

// A banner while the browser is offline or a request found no server; gone with the next answer.
// <div hidden data-controller="connection">…</div>
export default class extends Controller {
  connect() {
    window.addEventListener("offline", this.lost)
    window.addEventListener("online", this.back)
    document.addEventListener("htmx:sendError", this.lost)
    document.addEventListener("htmx:afterRequest", this.answered)
    if (!navigator.onLine) this.lost()
  }

  disconnect() {
    window.removeEventListener("offline", this.lost)
    window.removeEventListener("online", this.back)
    document.removeEventListener("htmx:sendError", this.lost)
    document.removeEventListener("htmx:afterRequest", this.answered)
  }

  lost = () => { this.element.hidden = false }
  back = () => { this.element.hidden = true }
  answered = (event) => { if (event.detail.xhr.status > 0) this.back() }
}
