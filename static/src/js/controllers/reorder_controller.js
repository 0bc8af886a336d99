import { Controller } from "@hotwired/stimulus"

// A list whose order people choose: buttons inside an "item" target move it. data-action="reorder#up", "reorder#down"
export default class extends Controller {
  static targets = ["item"]

  up(event) { this.move(event, -1) }
  down(event) { this.move(event, 1) }

  move(event, step) {
    const items = this.itemTargets
    const item = items.find((one) => one.contains(event.target))
    const other = items[items.indexOf(item) + step]
    if (!other) return
    if (step < 0) other.before(item)
    else other.after(item)
    event.currentTarget.focus()
  }
}
