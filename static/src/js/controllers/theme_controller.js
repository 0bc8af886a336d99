import { Controller } from "@hotwired/stimulus"

const PLAIN = new Set(["", "system", "comfortable"])

// Shows a choice of looks at once; the form saves it. Fields named theme, density or text set data-… on the document.
// <form data-controller="theme" data-action="change->theme#apply">
export default class extends Controller {
  static values = { names: { type: Array, default: ["theme", "density", "text"] } }

  connect() {
    this.before = { ...document.documentElement.dataset }
  }

  disconnect() {
    for (const name of this.namesValue) this.show(name, this.before[name] ?? "")
  }

  apply({ target }) {
    if (this.namesValue.includes(target.name)) this.show(target.name, target.value)
  }

  show(name, value) {
    if (PLAIN.has(value)) delete document.documentElement.dataset[name]
    else document.documentElement.dataset[name] = value
  }
}
