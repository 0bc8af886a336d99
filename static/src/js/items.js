// Requirements are known on a page by their key: [data-key] is a row, a card, a panel or a page of one.
// [data-item-url] holds the address of KEY-0, from which every other one follows.
export function addressOf(key) {
  const at = key.lastIndexOf("-")
  const known = document.querySelector("[data-item-url]").dataset.itemUrl
  return known.replace("/KEY/", `/${key.slice(0, at)}/`).replace("/0/", `/${key.slice(at + 1)}/`)
}

export const shownAs = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)]
export const rowOf = (node) => node?.closest?.("[data-rows-target=row][data-key]")
export const rows = () => [...document.querySelectorAll("[data-rows-target=row][data-key]")]
export const shortcutsAreOn = () => document.body.dataset.hotkeyEnabledValue !== "false"
export const isOverlaid = () => document.querySelector("dialog[open], .menu:popover-open") !== null

export function focusOn(place) {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1
  place.focus()
  place.scrollIntoView({ block: "nearest" })
}
