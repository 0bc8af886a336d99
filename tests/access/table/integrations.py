from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.rows import MANAGERS, READERS, SIGNED_IN, Row
from tests.access.table.products import of_product, page

FILE = b"Title,Description\nFrom a file,Words\n"


def upload(world):
    return {"post": {"file": SimpleUploadedFile("stories.csv", FILE)}}


def one(world):
    return {"key": world.key, "pk": world.import_.pk}


ROWS = [
    Row("export", of_product, get=READERS),
    Row("export_print", of_product, get=READERS),
    Row("export_file", lambda w: {**of_product(w), "format": "csv"}, get=READERS),
    Row("all_export", get=SIGNED_IN),
    Row("all_export_print", get=SIGNED_IN),
    Row("all_export_file", {"format": "csv"}, get=SIGNED_IN),
    page("import_list", MANAGERS),
    Row("import_new", of_product, get=MANAGERS, post=MANAGERS, send=upload),
    Row("import_mapping", one, get=MANAGERS, post=MANAGERS),
    Row("import_check", one, get=MANAGERS, post=MANAGERS),
    Row("import_run", one, get=MANAGERS, post=MANAGERS),
    Row("import_cancel", one, post=MANAGERS),
    Row("import_undo", one, post=MANAGERS),
    Row("api_imports", lambda w: {"product": w.key}, get=MANAGERS, post=MANAGERS, send=upload),
    Row("api_import", lambda w: {"product": w.key, "pk": w.import_.pk}, get=MANAGERS),
]
