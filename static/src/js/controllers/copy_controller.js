import { Controller } from "@hotwired/stimulus"

const SHOWN = 1600

// <div data-controller="copy"><code data-copy-target="source">…</code><button data-action="copy#copy">
// <span data-copy-target="label" data-copied="Copied">Copy</span></button></div>
export default class extends Controller {
  static targets = ["source", "label"]

  disconnect() {
    clearTimeout(this.timer)
  }

  async copy(event) {
    event.preventDefault()
    const source = this.sourceTarget
    const text = "value" in source ? source.value : source.textContent.trim()
    if (navigator.clipboard) await navigator.clipboard.writeText(text)
    else this.select(source)
    this.confirm()
  }

  // Without a secure context there is no clipboard: the text is selected for Ctrl+C instead.
  select(source) {
    if (source.select) source.select()
    else getSelection().selectAllChildren(source)
    document.execCommand("copy")
  }

  confirm() {
    if (!this.hasLabelTarget || this.timer) return
    const before = this.labelTarget.textContent
    this.labelTarget.textContent = this.labelTarget.dataset.copied
    this.timer = setTimeout(() => { this.labelTarget.textContent = before; this.timer = null }, SHOWN)
  }
}
