"""What `make bench` prints."""

from bench.plans import SLOW

WIDTHS = (24, 8, 18, 4, 18, 7, 7, 9, 0)


def line(*cells):
    return " ".join(str(cell).ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


HEAD = "\n".join(
    [
        "p50 in ms at one client · requests per second at eight; ratio = PMHub ÷ floor (time) and floor ÷ PMHub (rate)",
        "",
        line("", "rows", "PMHub", "SQL", "floor", "ratio", "rate", "budget", "goal"),
    ]
)


def say(text):
    print(text, flush=True)


def verdict(good):
    return "✓" if good else "✗"


def endpoint_row(endpoint, size, queries, ours, floor):
    """One endpoint beside its floor. Answers that were not as expected are listed below it."""
    time_ratio, rate_ratio = ours["p50"] / floor["p50"], floor["rate"] / ours["rate"]
    if endpoint.page:
        return page_row(endpoint, size, queries, ours, floor)
    kept = ours["p50"] <= endpoint.p50 and ours["rate"] >= endpoint.rate
    row = line(
        endpoint.name, f"{size:,}", f"{ours['p50']:.2f} · {ours['rate']:.0f}", f"{queries}",
        f"{floor['p50']:.2f} · {floor['rate']:.0f}", f"{time_ratio:.2f}", f"{rate_ratio:.2f}",
        f"≤ {endpoint.ratio} {verdict(max(time_ratio, rate_ratio) <= endpoint.ratio)}",
        f"≤ {endpoint.p50} · ≥ {endpoint.rate} {verdict(kept)}"
        + ("" if queries <= endpoint.queries else f"  {queries} queries, budget {endpoint.queries} ✗"),
    )  # fmt: skip
    wrong = [f"    ✗ answered {status}: {body[:200]!r}" for status, _head, body in ours["wrong"] + floor["wrong"]]
    return "\n".join([row, *wrong[:3]])


def page_row(endpoint, size, queries, ours, floor):
    goal = f"p95 {ours['p95']:.0f} ≤ {endpoint.p50} ms {verdict(ours['p95'] <= endpoint.p50)}"
    return line(
        endpoint.name, f"{size:,}", f"{ours['p50']:.2f} · {ours['rate']:.0f}", f"{queries}",
        f"{floor['p50']:.2f} · {floor['rate']:.0f}", f"{ours['p50'] / floor['p50']:.2f}",
        f"{floor['rate'] / ours['rate']:.2f}", "", goal,
    )  # fmt: skip


def memory_row(size, megabytes):
    return line(
        "web worker", f"{size:,}", f"{megabytes:.0f} MB", "", "", "", "", "", f"≤ 120 MB {verdict(megabytes <= 120)}"
    )


def rescore_row(size, times):
    ratio = times["all"].seconds / times["bare"]
    kept = f"≤ 2.0 {verdict(ratio <= 2)}"
    note = (
        f"again: {times['none'].rows} rows written {verdict(times['none'].rows == 0)} in {times['none'].seconds:.2f} s"
    )
    ours, bare = f"{times['all'].seconds:.2f} s", f"{times['bare']:.2f} s"
    return line("rescore", f"{size:,}", f"{ours} ({times['all'].rows:,})", 1, bare, f"{ratio:.2f}", "", kept, note)


def past_row(size, times):
    ratio = times["touched"] / times["now"]
    note = f"{times['untouched']:.1f} ms where nothing changed since; {times['rows']:,} rows changed"
    ours, bare = f"{times['touched']:.1f} ms", f"{times['now']:.1f} ms now"
    kept = f"≤ 6.0 {verdict(ratio <= 6)}"
    return line("as-of", f"{size:,}", ours, "", bare, f"{ratio:.2f}", "", kept, note)


def import_row(result):
    rows, first, second = result["rows"], result["first"], result["second"]
    rate, bare = rows / first["seconds"], rows / result["bare"]
    good = first["counts"][1] == rows and second["counts"][3] == rows
    return line(
        "import CSV", f"{rows:,}", f"{rate:,.0f} rows/s", "", f"{bare:,.0f} rows/s", f"{bare / rate:.2f}", "", "",
        f"≥ 5,000 {verdict(rate >= 5_000)}  {first['megabytes']:.0f} MB, again {rows / second['seconds']:,.0f} rows/s,"
        f" counts {verdict(good)}",
    )  # fmt: skip


def plan_lines(plans):
    """The slowest lists, and every one that is answered badly."""
    bad = [plan for plan in plans if plan.faults or plan.milliseconds > SLOW]
    lines = ["", f"Plans of {len(plans)} lists at the largest size; slowest {plans[0].milliseconds:.1f} ms"]
    for plan in bad or plans[:5]:
        mark = verdict(not plan.faults and plan.milliseconds <= SLOW)
        ways, faults = ", ".join(plan.nodes), "; ".join(dict.fromkeys(plan.faults))
        lines.append(f"  {mark} {plan.milliseconds:7.1f} ms  {plan.query:44} {ways}  {faults}".rstrip())
    return "\n".join(lines)
