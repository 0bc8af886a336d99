// After a form has been answered the focus goes on where people work: to the first of the places that the form names, unless
// they have gone elsewhere meanwhile. <form data-then="item-next decision-title">
import { focusOn } from "./items.js"

const asked = new WeakMap()
const isInClosed = (element) => element.closest("dialog:not([open])") !== null

document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (elt.dataset.then) asked.set(xhr, { ids: elt.dataset.then.split(" "), from: document.activeElement })
})
// Not before its dialog, which keeps the focus, has closed.
document.addEventListener("htmx:after-request", ({ detail: { xhr, successful } }) => {
  if (!successful || !asked.has(xhr)) return
  const { ids, from } = asked.get(xhr)
  const now = document.activeElement
  if (![document.body, from].includes(now) && !isInClosed(now) && !isInClosed(from)) return
  const place = ids.map((id) => document.getElementById(id)).find((found) => found)
  if (place) focusOn(place)
})
