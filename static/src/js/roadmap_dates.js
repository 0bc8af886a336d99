// Fuzzy dates as the server writes them (2026-10-06, 2026-10, 2026-Q4, 2026), moved and said in the language of the page.
const UNITS = { month: 1, quarter: 3, year: 12 }
export const MONTH = 365.2425 / 12

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

// A date after a move, for people, as the server says it.
export function told(text, shift, language) {
  if (!text) return "…"
  const [date, grain] = moved(text, shift)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const quarter = Math.ceil(month / 3)
  if (language.startsWith("zh")) {
    return `${year} 年${{ year: "", quarter: `第${"一二三四"[quarter - 1]}季度`, month: ` ${month} 月`, day: ` ${month} 月 ${day} 日` }[grain]}`
  }
  const name = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" }).format(date)
  return { year: `${year}`, quarter: `${year} Q${quarter}`, month: `${name} ${year}`, day: `${day} ${name} ${year}` }[grain]
}

const GRAINS = { month: 1, quarter: 3, half: 3, year: 12 }
const DAY = 86_400_000

// The month, quarter or year that lies so many days after the start of an axis: { text, from, days }, both counted in days.
export function unitAt(start, days, zoom) {
  const first = dayOf(start)
  const day = new Date(first.getTime() + Math.floor(days) * DAY)
  const months = GRAINS[zoom]
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() - (day.getUTCMonth() % months)]
  const from = (Date.UTC(year, month, 1) - first) / DAY
  const text = { 1: `${year}-${String(month + 1).padStart(2, "0")}`, 3: `${year}-Q${month / 3 + 1}`, 12: `${year}` }[months]
  return { text, from, days: (Date.UTC(year, month + months, 1) - first) / DAY - from }
}
