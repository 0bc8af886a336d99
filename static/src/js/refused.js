// What the server refused is said near its cause, which may be out of sight.
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  if (detail.xhr?.status === 422) target.querySelector("[role=alert], .field-error")?.scrollIntoView({ block: "nearest" })
})

document.querySelector("main [aria-invalid=true]")?.focus()
