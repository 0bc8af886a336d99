import { Controller } from "@hotwired/stimulus"

// Around a list of entries with a button each: when the entry that was used goes, the one that takes its place gets the
// focus, and whatever says that the list is empty when it was the last.
export default class extends Controller {
  static targets = ["entry", "empty"]

  connect() {
    this.at = -1
    this.element.addEventListener("focusin", this.stands)
    this.element.addEventListener("htmx:afterSettle", this.back)
  }

  disconnect() {
    this.element.removeEventListener("focusin", this.stands)
    this.element.removeEventListener("htmx:afterSettle", this.back)
  }

  stands = ({ target }) => { this.at = this.entryTargets.findIndex((entry) => entry.contains(target)) }

  back = () => {
    if (this.at < 0 || document.activeElement !== document.body) return
    const place = this.entryTargets.at(Math.min(this.at, this.entryTargets.length - 1)) ?? this.emptyTarget
    place.querySelector("button, a[href]")?.focus()
  }
}
