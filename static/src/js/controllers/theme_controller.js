import { Controller } from "@hotwired/stimulus"

const PLAIN = new Set(["", "system", "comfortable", "normal"])

// Shows a choice of looks at once; the form saves it. Fields by the names of the looks set data-… on the document.
// <form data-controller="theme" data-action="change->theme#apply">
export default class extends Controller {
  static values = { names: { type: Array, default: ["theme", "density", "text_size", "contrast", "motion"] } }

  connect() {
    this.before = { ...document.documentElement.dataset }
  }

  disconnect() {
    for (const name of this.namesValue) this.show(name, this.before[name.split("_")[0]] ?? "")
  }

  apply({ target }) {
    if (this.namesValue.includes(target.name)) this.show(target.name, target.value)
  }

  show(name, value) {
    const [look] = name.split("_")
    if (PLAIN.has(value)) delete document.documentElement.dataset[look]
    else document.documentElement.dataset[look] = value
  }
}
