import { Controller } from "@hotwired/stimulus"

// Says how many letters go and to whom, as drafts are ticked to be left out or emptied: a person gets one letter.
// <form data-controller="letters" data-action="input->letters#count"> <li data-letters-target="draft" data-person="7"> …
// <li data-letters-target="person" data-person="7"> … <input type="hidden" data-letters-target="sum"> <span data-letters-target="label">
export default class extends Controller {
  static targets = ["draft", "person", "sum", "label"]
  static values = { none: String, one: String, many: String }

  connect() { this.count() }

  count() {
    const people = new Set(this.draftTargets.filter((draft) => this.goes(draft)).map((draft) => draft.dataset.person))
    this.personTargets.forEach((person) => { person.hidden = !people.has(person.dataset.person) })
    const said = { 0: this.noneValue, 1: this.oneValue }[people.size] ?? this.manyValue
    this.sumTarget.value = people.size
    this.labelTarget.textContent = said.replace("{n}", people.size)
  }

  goes(draft) {
    return draft.dataset.person && !draft.querySelector("[name=without]").checked && draft.querySelector("textarea").value.trim()
  }
}
