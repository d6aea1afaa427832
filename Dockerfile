# One image for the web server, the worker, beat and migrations; docker-compose.yml says which is which.

FROM python:3.13-slim-bookworm AS packages
COPY requirements/production.txt /tmp/production.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/production.txt \
    && /opt/venv/bin/pip uninstall --yes pip

FROM python:3.13-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PDF_FONTS=/usr/share/fonts
# For names and texts that are not in the Latin script.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent collab \
    && install --directory --owner=collab /var/lib/collab/beat
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/collab
COPY . .
# Collecting reads the settings, which insist on their secrets; these values are gone with this line.
RUN env SECRET_KEY=only-while-building SITE_URL=https://building.example DATABASE_URL=postgres:///building \
    REDIS_URL=redis://building EMAIL_URL=consolemail:// python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q collab outreach planning resources
USER collab
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "collab.stack.health", "web"]
CMD ["gunicorn", "collab.wsgi", "--config", "collab/stack/gunicorn.py"]
