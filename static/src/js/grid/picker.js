// A list of choices below a cell, narrowed by what is typed in the cell's input, which keeps the focus.
const folded = (text) => text.normalize("NFKC").toLowerCase().trim()

export class Picker {
  constructor(input, list, { several, open, values, create }) {
    Object.assign(this, { input, list, several, open, create, values: new Set(values) })
    list.setAttribute("aria-multiselectable", several)
    list.addEventListener("mousedown", (event) => event.preventDefault())
    const known = { role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list" }
    Object.entries(known).forEach(([name, value]) => input.setAttribute(name, value))
    this.mark()
    this.filter()
  }

  get options() { return [...this.list.children].filter((option) => !option.hidden) }

  mark() {
    for (const option of this.list.children) option.setAttribute("aria-selected", this.values.has(option.dataset.value))
  }

  filter() {
    const typed = folded(this.input.value)
    let same = false
    for (const option of this.list.children) {
      if (option.dataset.made !== undefined) continue
      const label = folded(option.textContent)
      option.hidden = this.list.dataset.searches === undefined && !label.includes(typed) && !(option.dataset.initials ?? "").startsWith(typed)
      same ||= label === typed
    }
    this.offer(this.open && typed && !same ? this.input.value.trim() : "")
    const [first, ...others] = this.options
    this.activate(typed || this.several ? first : [first, ...others].find((option) => option?.ariaSelected === "true") ?? first)
    this.moved = Boolean(typed)
  }

  // A choice that is not in the list yet
  offer(text) {
    this.list.querySelector("[data-made]")?.remove()
    if (!text) return
    const option = document.createElement("li")
    Object.assign(option, { id: "cell-choice-new", className: "menu-item", role: "option", textContent: this.create.replace("%s", text) })
    Object.assign(option.dataset, { value: text, label: text, made: "" })
    option.setAttribute("aria-selected", "false")
    this.list.append(option)
  }

  activate(option) {
    this.active?.removeAttribute("data-active")
    this.active = option
    option?.setAttribute("data-active", "")
    option?.scrollIntoView({ block: "nearest" })
    if (option) this.input.setAttribute("aria-activedescendant", option.id)
    else this.input.removeAttribute("aria-activedescendant")
  }

  move(step) {
    const options = this.options
    const at = options.indexOf(this.active)
    this.moved = true
    this.activate(options[(at + step + options.length) % options.length])
  }

  // What Delete asks for: none of the list, once it is saved.
  clear() {
    if (this.several) this.values.clear()
    const none = [...this.list.children].find((option) => option.dataset.value === "")
    this.mark()
    if (none && !this.several) this.activate(none)
    this.moved = Boolean(none)
  }

  // Takes what is active: true when the choice is made and the cell may close.
  take(option = this.active) {
    if (!option) return false
    const { value } = option.dataset
    if (!this.several) {
      this.values = new Set(value === "" ? [] : [value])
      return true
    }
    if (this.values.has(value)) this.values.delete(value)
    else this.values.add(value)
    if (option.dataset.made !== undefined) this.keep(option)
    this.input.value = ""
    this.mark()
    this.filter()
    return false
  }

  keep(option) {
    delete option.dataset.made
    option.id = `cell-choice-${this.list.children.length}`
    option.textContent = option.dataset.label
  }

  labels() {
    const known = [...this.list.children].filter((option) => this.values.has(option.dataset.value))
    return known.map((option) => option.dataset.label ?? option.textContent.trim()).join(", ")
  }

  close() {
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-autocomplete", "aria-activedescendant"]) this.input.removeAttribute(name)
  }
}
