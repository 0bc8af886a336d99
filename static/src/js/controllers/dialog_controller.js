import { Controller } from "@hotwired/stimulus"

// <div data-controller="dialog"><button data-action="dialog#open">…</button><dialog data-dialog-target="dialog">…
// data-dialog-open-value="true" opens it on arrival (a form the server refused).
export default class extends Controller {
  static targets = ["dialog"]
  static values = { open: Boolean }

  connect() {
    if (!this.openValue) return
    this.dialogTarget.close() // open without script, it leaves the page as it is
    this.open()
  }

  disconnect() {
    if (this.hasDialogTarget && this.dialogTarget.open) this.dialogTarget.close()
  }

  open(event) {
    event?.preventDefault()
    if (this.dialogTarget.open) return
    this.opener = document.activeElement
    this.dialogTarget.showModal()
    this.dispatch("opened")
  }

  close() {
    this.dialogTarget.close()
    this.opener?.focus()
    this.dispatch("closed")
  }

  // A press that starts and ends on the backdrop closes; selecting text past the edge does not.
  backdrop(event) {
    if (event.target === this.dialogTarget) this.close()
  }

  // After an accepted htmx submit inside: data-action="htmx:after-request->dialog#sent". (To htmx a 422 is a success.) What is
  // only asked for while one types does not close it.
  sent(event) {
    if (event.detail.requestConfig?.verb === "get") return
    if (event.detail.xhr.status > 0 && event.detail.xhr.status < 400) this.close()
  }
}
