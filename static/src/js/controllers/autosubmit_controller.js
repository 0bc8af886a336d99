import { Controller } from "@hotwired/stimulus"

// A filter form that sends itself: at once for choices, after a pause for typing, never during composition.
// <form data-controller="autosubmit" data-action="change->autosubmit#now input->autosubmit#soon">
export default class extends Controller {
  static values = { delay: { type: Number, default: 250 } }

  connect() {
    this.composing = false
    this.element.addEventListener("compositionstart", this.begin)
    this.element.addEventListener("compositionend", this.end)
  }

  disconnect() {
    clearTimeout(this.timer)
    this.element.removeEventListener("compositionstart", this.begin)
    this.element.removeEventListener("compositionend", this.end)
  }

  begin = () => { this.composing = true; clearTimeout(this.timer) }
  end = () => { this.composing = false }

  now(event) {
    if (event?.target.matches("input[type=search], input[type=text]")) return this.soon(event)
    this.send()
  }

  soon(event) {
    if (this.composing || event?.isComposing) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), this.delayValue)
  }

  send() {
    clearTimeout(this.timer)
    if (!this.composing && this.element.isConnected) this.element.requestSubmit()
  }
}
