import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_digest_wishes")]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("claimed_at", models.DateTimeField()),
            ],
        ),
        # What is in it must not outlive a crash of the database server; see the model.
        migrations.RunSQL(
            "ALTER TABLE outreach_claim SET UNLOGGED", reverse_sql="ALTER TABLE outreach_claim SET LOGGED"
        ),
    ]
