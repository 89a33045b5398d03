"""Lists of something else name tenants too; 'who looked?' finds those by the same index."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="audit_tenant_lists"),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("subject_id", "")),
                fields=["details"],
                name="audit_lists",
                opclasses=["jsonb_path_ops"],
            ),
        ),
    ]
