// hx-swap="morph": idiomorph as an htmx extension, without the evaluated configuration of the stock one.
import htmx from "htmx.org"
import { Idiomorph } from "idiomorph"

const STYLES = { "morph": "outerHTML", "morph:outerHTML": "outerHTML", "morph:innerHTML": "innerHTML" }

const BEING_FILLED_IN = "[data-unsaved-dirty], [data-pending]"

// What is being typed or chosen stays as it is; a button that has the focus shows what it does now.
const isFilledIn = () => document.activeElement?.matches("input, textarea, select") ?? false

// A popover or dialog that is open stays open, and a form with unsaved text is left to its writer.
function keepWhatPeopleAreDoing(oldNode, newNode) {
  if (!(oldNode instanceof Element)) return true
  if (oldNode.matches("dialog[open]") && !newNode.hasAttribute("open")) return false
  if (oldNode.matches("[popover]:popover-open")) return false
  return !oldNode.matches(BEING_FILLED_IN)
}

// An editor that the answer does not know of, with text that nobody has saved, stays.
function keepUnsaved(node) {
  return !(node instanceof Element) || !node.matches(BEING_FILLED_IN)
}

htmx.defineExtension("morph", {
  isInlineSwap: (swapStyle) => STYLES[swapStyle] === "outerHTML",
  handleSwap(swapStyle, target, fragment) {
    const morphStyle = STYLES[swapStyle]
    if (!morphStyle) return false
    return Idiomorph.morph(target, fragment.children, {
      morphStyle,
      ignoreActiveValue: isFilledIn(),
      callbacks: { beforeNodeMorphed: keepWhatPeopleAreDoing, beforeNodeRemoved: keepUnsaved },
    })
  },
})
