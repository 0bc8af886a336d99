"""A dump restored into a cluster of its own goes on with the stream where it was: no gap, nothing twice."""

import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from changes import stream
from changes.models import Change
from pmhub.lib.embedded import EmbeddedServices
from pmhub.lib.embedded.postgres import EmbeddedPostgres
from products.models import Tag


@pytest.fixture
def fresh_cluster():
    """Another PostgreSQL cluster, whose transaction ids begin anew."""
    with tempfile.TemporaryDirectory() as home:
        services = EmbeddedServices(Path(home), valkey=False, unsafe=True)
        services.hold()
        yield services.postgres
        services.release()


def restored(cluster):
    """The test's database, dumped and restored; returns a connection to the copy."""
    source = settings.DATABASES["default"]
    dump = subprocess.run(
        [EmbeddedPostgres.program("pg_dump"), "-h", source["HOST"], "-U", source["USER"], "--no-owner", source["NAME"]],
        check=True,
        capture_output=True,
    )
    target = ["-h", str(cluster.socket_folder), "-U", cluster.user, cluster.database]
    subprocess.run([cluster.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", *target], input=dump.stdout, check=True)
    return psycopg2.connect(host=str(cluster.socket_folder), user=cluster.user, dbname=cluster.database)


@pytest.mark.slow
@pytest.mark.drill
def test_the_stream_goes_on_in_a_fresh_cluster(transactional_db, shop, fresh_cluster):
    stream.catch_up()
    settled = Change.objects.settled().count()
    for _ in range(50):  # let the old cluster's transaction ids run ahead
        Tag.objects.create(product=shop, name="x").delete()
    Tag.objects.create(product=shop, name="waiting when the dump was made")
    connection.close()
    copy = restored(fresh_cluster)
    try:
        with copy, copy.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM changes_change WHERE seq IS NULL")
            assert cursor.fetchone() == (101,)
            cursor.execute("INSERT INTO products_tag (product_id, name) VALUES (%s, 'after the restore')", [shop.pk])
        with copy, copy.cursor() as cursor:
            cursor.execute(stream.SETTLE, [1000])
            cursor.execute("SELECT seq, diff #>> '{name,1}' FROM changes_change WHERE seq > %s ORDER BY seq", [settled])
            rows = cursor.fetchall()
    finally:
        copy.close()
    assert [seq for seq, _name in rows] == list(range(settled + 1, settled + 103))
    assert [name for _seq, name in rows[-2:]] == ["waiting when the dump was made", "after the restore"]
