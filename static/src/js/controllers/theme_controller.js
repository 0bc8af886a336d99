import { Controller } from "@hotwired/stimulus"

// Shows a choice of theme, density or text size at once; the form saves it. <select data-controller="theme"
// data-theme-attribute-value="theme" data-action="theme#apply">; "system" and "" remove the attribute.
export default class extends Controller {
  static values = { attribute: { type: String, default: "theme" } }

  apply(event) {
    const { value } = event.target
    const root = document.documentElement
    if (!value || value === "system") root.removeAttribute(`data-${this.attributeValue}`)
    else root.setAttribute(`data-${this.attributeValue}`, value)
  }
}
