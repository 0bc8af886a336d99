// Fuzzy dates as the server writes them (2026-10-06, 2026-10, 2026-Q4, 2026), moved and said in a browser's language.
const UNITS = { month: 1, quarter: 3, year: 12 }
const MONTH = 365.2425 / 12

export const grainOf = (text) => (/Q/.test(text) ? "quarter" : ["", "year", "month", "day"][text.split("-").length])

function dayOf(text) {
  const [year, rest = "1", day = "1"] = text.split("-")
  const month = rest.startsWith("Q") ? 3 * Number(rest[1]) - 2 : Number(rest)
  return new Date(Date.UTC(Number(year), month - 1, Number(day)))
}

// The smallest move, in months: the coarsest of the dates decides; 0 is a day.
export function stepOf(texts, zoom) {
  const usual = ["half", "year"].includes(zoom) ? 1 : 0
  return Math.max(usual, ...texts.filter(Boolean).map((text) => UNITS[grainOf(text)] ?? 0))
}

// Days of a pointer's way as the nearest move: { months, days }, and how many days that is in the drawing.
export function snapped(days, step) {
  if (!step) return { months: 0, days: Math.round(days), drawn: Math.round(days) }
  const months = Math.round(days / MONTH / step) * step
  return { months, days: 0, drawn: months * MONTH }
}

function moved(text, { months, days }) {
  const date = dayOf(text)
  const grain = grainOf(text)
  const unit = UNITS[grain]
  const by = unit ? Math.round((months + days / MONTH) / unit) * unit : months
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + by)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last) + (unit ? 0 : days))
  return [date, grain]
}

const SHOWN = { day: { day: "numeric", month: "short", year: "numeric" }, month: { month: "short", year: "numeric" }, year: { year: "numeric" } }

// A date after a move, for people.
export function told(text, shift, language) {
  if (!text) return "…"
  const [date, grain] = moved(text, shift)
  if (grain === "quarter") return `${date.getUTCFullYear()} Q${Math.floor(date.getUTCMonth() / 3) + 1}`
  return new Intl.DateTimeFormat(language, { ...SHOWN[grain], timeZone: "UTC" }).format(date)
}
