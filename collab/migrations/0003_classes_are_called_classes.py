from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("collab", "0002_staff_import")]

    operations = [
        migrations.AlterModelOptions(
            name="classgroup",
            options={"ordering": ["name"], "verbose_name": "class", "verbose_name_plural": "classes"},
        ),
    ]
