import { Controller } from "@hotwired/stimulus"

// A button that shows and hides a region: <button data-action="disclosure#toggle" data-disclosure-target="button">.
// Prefer <details>; this is for regions that do not follow their button.
export default class extends Controller {
  static targets = ["button", "region"]

  regionTargetConnected() { this.reflect() }

  toggle() {
    this.regionTarget.hidden = !this.regionTarget.hidden
    this.reflect()
    if (!this.regionTarget.hidden) this.regionTarget.querySelector("input, textarea, select, button, a")?.focus()
  }

  reflect() {
    if (this.hasButtonTarget) this.buttonTarget.setAttribute("aria-expanded", !this.regionTarget.hidden)
  }
}
