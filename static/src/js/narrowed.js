import { Controller } from "@hotwired/stimulus"

// A list of options that is narrowed by what is typed in the field above it; one of them is active.
export class Narrowed extends Controller {
  listTargetConnected() { this.activate(this.options.find((option) => option.ariaSelected === "true") ?? this.options[0]) }

  narrow() {
    const typed = this.fieldTarget.value.trim().toLowerCase()
    this.listTarget.querySelector("[data-made]")?.remove()
    let exact = false
    for (const option of this.listTarget.children) {
      const text = option.textContent.trim().toLowerCase()
      exact ||= text === typed
      option.hidden = !text.includes(typed) && !(option.dataset.initials ?? "").startsWith(typed)
    }
    if (this.listTarget.dataset.free && typed && !exact) this.offer(this.fieldTarget.value.trim())
    this.activate(this.options[0])
    this.moved = Boolean(typed)
  }

  // What was typed is a choice of its own, for instance a new tag.
  offer(text) {
    const option = document.createElement("button")
    Object.assign(option, { type: "button", className: "menu-item", id: "choice-made", tabIndex: -1, ariaSelected: "false" })
    option.setAttribute("role", "option")
    Object.assign(option.dataset, { made: "", value: text, action: "choices#take" })
    option.textContent = this.listTarget.dataset.free.replace("%s", text)
    this.listTarget.append(option)
  }

  activate(option) {
    this.active?.removeAttribute("data-active")
    option?.setAttribute("data-active", "")
    option?.scrollIntoView({ block: "nearest" })
    if (this.hasFieldTarget) this.fieldTarget.setAttribute("aria-activedescendant", option?.id ?? "")
  }

  get options() { return [...this.listTarget.querySelectorAll("[role=option]:not([hidden])")] }
  get active() { return this.menuTarget.querySelector("[data-active]") }
}
