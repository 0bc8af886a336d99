import { Controller } from "@hotwired/stimulus"

// Fills an empty time zone field with the browser's: <input data-controller="timezone" name="time_zone">
export default class extends Controller {
  connect() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const known = this.element.tagName !== "SELECT" || [...this.element.options].some((option) => option.value === zone)
    if (zone && known && (!this.element.value || this.element.value === "UTC")) this.element.value = zone
  }
}
