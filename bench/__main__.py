"""`make bench`: what PMHub costs, beside the least that the same work can cost.

make bench ARGS="--sizes 10000 100000 --seconds 3 --only list patch"
"""

import argparse
import json
import signal
import sys

from bench import batch, installation, load, paint, past, plans, table
from bench.endpoints import ENDPOINTS, repeated

CLIENTS = 8
ROUNDS = 5
IMPORTED = {10_000: 10_000, 100_000: 50_000}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="requirements in the product")
    parser.add_argument("--seconds", type=float, default=3, help="how long each endpoint is measured")
    parser.add_argument("--only", nargs="*", default=[], help="rows whose name contains one of these words")
    return parser.parse_args()


def side_by_side(sides, seconds):
    """For each `(port, requests)` what one client and what eight see.

    The sides take turns in short rounds, so that a busy moment of the machine meets all of them alike.
    """
    for port, requests in sides:
        load.run(port, requests, clients=CLIENTS, seconds=0.2, warm_up=0.3)
    alone, together = [load.Load() for _side in sides], [load.Load() for _side in sides]
    for clients, loads in ((1, alone), (CLIENTS, together)):
        for _round in range(ROUNDS):
            for so_far, (port, requests) in zip(loads, sides, strict=True):
                so_far.add(load.run(port, requests, clients=clients, seconds=seconds / ROUNDS, warm_up=0))
    return [
        {"p50": one.percentile(0.5), "p95": one.percentile(0.95), "rate": many.rate, "wrong": one.wrong + many.wrong}
        for one, many in zip(alone, together, strict=True)
    ]


def endpoints(home, keys, size, options):
    """Each endpoint and its floor, in turn, against the same database."""
    from bench import recording

    statements = home / f"statements-{size}.json"
    chosen = [endpoint for endpoint in ENDPOINTS if wanted(endpoint.name, options)]
    records = [recording.recorded(endpoint, keys) for endpoint in chosen]
    statements.write_text(json.dumps(records))
    with (
        installation.serving("pmhub.wsgi") as (port, process),
        installation.serving("bench.floor", **installation.floor_environment(statements)) as (floor_port, _floor),
    ):
        for place, (endpoint, record) in enumerate(zip(chosen, records, strict=True)):
            same = load.request("GET", f"/{place}/")
            sides = [(port, endpoint.requests(keys, size)), (floor_port, lambda client, same=same: repeated(same))]
            ours, floor = side_by_side(sides, options.seconds)
            yield table.endpoint_row(endpoint, size, record["queries"], ours, floor)
        yield table.memory_row(size, max(installation.memory(process)))


def wanted(name, options):
    return not options.only or any(word in name for word in options.only)


def measure(home, options):
    person, keys = installation.populate()
    failed = False
    table.say(table.HEAD)
    for size in sorted(options.sizes):
        installation.grow(size)
        for row in endpoints(home, keys, size, options):
            table.say(row)
        if wanted("paint", options) and size == min(options.sizes):
            with installation.serving("pmhub.wsgi") as (port, _process):
                for line in paint.measured(port, keys.cookie):
                    table.say(line)
        if wanted("as-of", options):
            from products.models import Product

            table.say(table.past_row(size, past.as_of(Product.objects.get(key=installation.KEY), person)))
        if wanted("rescore", options):
            from products.models import Product

            table.say(table.rescore_row(size, batch.rescore(Product.objects.get(key=installation.KEY))))
        if wanted("import", options):
            table.say(table.import_row(batch.importing(home, person, IMPORTED.get(size, size))))
    if wanted("plans", options):
        found = plans.plans(keys.token)
        table.say(table.plan_lines(found))
        failed = any(plan.faults for plan in found)
    return failed


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("stopped"))  # so that our servers end with us
    home = installation.prepare()
    try:
        failed = measure(home, options)
    finally:
        installation.remove(home)
    if failed:
        sys.exit("Some lists are not answered by an index: see above.")


main()
