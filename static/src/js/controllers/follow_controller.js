import { Controller } from "@hotwired/stimulus"

const WIDE = matchMedia("(width >= 48rem)")
const PAUSE = 80

// A list whose row at hand is shown beside it: going to a row follows its link into the place that htmx knows, the address
// with it. Where there is no room beside, links lead to pages of their own. A row that has left is taken away, and the next one is
// followed. <div data-controller="follow" data-action="rows:moved->follow#moved row:left@document->follow#left dialog:closed->follow#rest">
export default class extends Controller {
  static targets = ["link"]
  static values = { list: String }

  connect() {
    this.element.addEventListener("click", this.clicked)
    document.addEventListener("htmx:afterSettle", this.back)
    document.addEventListener("keydown", this.stand, true)
  }

  disconnect() {
    clearTimeout(this.timer)
    this.element.removeEventListener("click", this.clicked)
    document.removeEventListener("htmx:afterSettle", this.back)
    document.removeEventListener("keydown", this.stand, true)
  }

  get current() { return this.element.querySelector("tr[aria-current]") }

  // J, K and X are about the row that is shown, wherever the focus is.
  stand = (event) => {
    if (!["j", "k", "x"].includes(event.key) || event.target !== document.body && !event.target.closest?.("#reader")) return
    if (event.target.matches("input, textarea, select")) return
    this.current?.focus({ preventScroll: true })
  }

  // What had the focus may be gone with what it decided.
  back = ({ target }) => { if (target.id === "reader") this.rest() }

  rest() {
    if (WIDE.matches && document.activeElement === document.body) (this.current ?? document.getElementById("reader"))?.focus({ preventScroll: true })
  }

  clicked = (event) => {
    const row = event.target.closest("tr[data-rows-target]")
    if (!row || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("label, input")) return
    event.preventDefault()
    row.focus({ preventScroll: true })
    if (row === this.current && event.detail === 0) document.getElementById("reader")?.focus()
    else this.follow(row)
  }

  moved({ target: row }) {
    clearTimeout(this.timer)
    if (WIDE.matches) this.timer = setTimeout(() => this.follow(row), PAUSE)
  }

  follow(row) {
    const link = row.querySelector("[data-follow-target=link]")
    this.element.querySelectorAll("tr[aria-current]").forEach((other) => other.removeAttribute("aria-current"))
    row.setAttribute("aria-current", "true")
    link.dispatchEvent(new CustomEvent("follow", { bubbles: true }))
  }

  left({ detail }) {
    const row = document.getElementById(detail.id)
    if (!row) return location.reload() // an item further down than the list is loaded was opened by its address
    const next = row.nextElementSibling ?? row.previousElementSibling
    if (!WIDE.matches) return location.assign(this.listValue)
    if (!next) return document.dispatchEvent(new CustomEvent("feedback:changed")) // drawn anew without another page, so that Undo stays
    row.remove()
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: "nearest" })
    this.follow(next)
  }
}
