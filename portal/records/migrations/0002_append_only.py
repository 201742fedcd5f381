"""The trail refuses UPDATE and DELETE, whoever asks."""

from django.db import migrations

from portal.records import append_only


def protect(apps, schema_editor):
    append_only.protect(schema_editor.connection)


def release(apps, schema_editor):
    append_only.release(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
