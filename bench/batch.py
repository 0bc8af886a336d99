"""Work that is no request: rescoring a product, importing a file. Each beside the bare SQL for the same rows."""

import csv
import os
import re
import resource
import subprocess
import sys
import time

from bench.installation import ROOT

BARE_RESCORE = "UPDATE requirements_requirement SET score = score + 1, score_problem = '' WHERE product_id = %s"
SCORED = "SELECT count(*) FROM requirements_requirement WHERE product_id = %s"
LINE = re.compile(r"read (\d+) = created (\d+) \+ updated (\d+) \+ unchanged (\d+) \+ failed (\d+)")


def timed(sql, *params):
    """Seconds and rows of one statement in a transaction of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM requirements_requirement")
        began = time.perf_counter()
        cursor.execute(sql, params)
        return time.perf_counter() - began, cursor.rowcount


def rescore(product):
    """Seconds of the bare UPDATE of all rows, of rescoring all, and of rescoring none; and the rows written."""
    from django.db import connection

    from requirements.operations import rescoring

    bare, rows = timed(BARE_RESCORE, product.pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM requirements_requirement")
    all_of_them = rescoring.rescore(product)
    none = rescoring.rescore(product)
    return {"bare": bare, "rows": rows, "all": all_of_them, "none": none}


def write_file(path, size):
    """A CSV such as people export, Chinese headers and several lines in a cell."""
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["标题", "描述", "优先级", "标签", "截止日期", "预估", "external id"])
        for number in range(size):
            sheet.writerow([
                f"导入的需求 {number}：结算页记住上一次的选择", f"Line one of {number}\nline two, with a comma",
                f"P{number % 5}", "结算" if number % 3 else "mobile,checkout", f"2026-{number % 12 + 1:02}-15",
                number % 13, f"EXT-{number}",
            ])  # fmt: skip


def import_file(path, key, email):
    """Run the command as people do; returns seconds, megabytes and the counts of its last line."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", "import_issues", str(path), "--product", key, "--by", email]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    found = LINE.search(output)
    if status or not found:
        sys.exit(f"import_issues failed:\n{output}")
    return {"seconds": seconds, "megabytes": usage.ru_maxrss / 1024, "counts": [int(count) for count in found.groups()]}


def importing(home, person, size):
    """Import `size` rows into a product of their own, twice; the bare INSERT of as many rows is the floor."""
    from django.db import transaction

    from changes import stream
    from pmhub.sample import seeding
    from products.operations.products import create_product

    path, key = home / f"import-{size}.csv", f"IMP{size}"
    write_file(path, size)
    create_product(person, by=person, key=key, name="Imported")
    first, second = import_file(path, key, person.email), import_file(path, key, person.email)
    ground = seeding.ground(f"FLOOR{size}", [person])
    values = seeding.choices(ground, [person])
    began = time.perf_counter()
    for _batch in range(0, size, seeding.AT_A_TIME):
        with transaction.atomic():
            seeding.grow(ground, min(size, seeding.AT_A_TIME), values)
    bare = time.perf_counter() - began
    stream.settle()
    return {"first": first, "second": second, "bare": bare, "rows": size}


def own_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
