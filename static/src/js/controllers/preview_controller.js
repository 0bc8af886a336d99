import { Controller } from "@hotwired/stimulus"

// Write and Preview of one Markdown field. The preview button asks the server by htmx into the "preview" target;
// this only switches what is shown. data-action="preview#show" / "preview#write". The field is the "field" target or
// else the textarea inside.
export default class extends Controller {
  static targets = ["field", "preview", "write", "show", "tools"]

  connect() { this.turn(false) }

  show() { this.turn(true) }

  write() {
    this.turn(false)
    this.field?.focus()
  }

  turn(previewing) {
    if (this.field) this.field.hidden = previewing
    this.previewTarget.hidden = !previewing
    this.toolsTargets.forEach((tools) => { tools.hidden = previewing })
    this.showTarget.setAttribute("aria-selected", previewing)
    this.writeTarget.setAttribute("aria-selected", !previewing)
  }

  get field() { return this.hasFieldTarget ? this.fieldTarget : this.element.querySelector("textarea") }
}
