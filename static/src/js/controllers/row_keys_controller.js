import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

const PATIENCE = 1200

// Keys of the row that has the focus: [data-row-key="e"] in it is clicked by E. When the row goes, by a key or by its
// button, its neighbour gets the focus. "read" tells the server, while the page is already being left, that a row's link was followed.
export default class extends Controller {
  connect() {
    this.before = -Infinity
    document.addEventListener("keydown", this.key)
  }

  disconnect() { document.removeEventListener("keydown", this.key) }

  key = (event) => {
    if (event.defaultPrevented || isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.body.dataset.hotkeyEnabledValue === "false" || document.querySelector("dialog[open]")) return
    const within = event.timeStamp - this.before < PATIENCE // "G H" goes home, it does not put off
    this.before = event.key === "g" ? event.timeStamp : -Infinity
    const row = document.activeElement?.closest("[data-rows-target~=row]")
    const found = !within && row && this.element.contains(row) && row.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`)
    if (!found) return
    event.preventDefault()
    found.click()
  }

  leave({ target }) {
    this.row = target.closest("tr")
    this.next = this.row.nextElementSibling ?? this.row.previousElementSibling
  }

  restore() {
    if (!this.row || this.row.isConnected || !this.next?.isConnected) return
    this.next.tabIndex = -1
    this.next.focus({ preventScroll: true })
    this.row = undefined
  }

  read(event) {
    const form = event.target.closest("tr").querySelector("form")
    const body = new FormData(form)
    body.set("act", "read")
    body.set("quietly", "1")
    fetch(form.action, { method: "POST", body, keepalive: true })
  }
}
