# One image for web, worker and beat; compose.yaml runs it.
FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_VAR=/var/lib/ronghe
WORKDIR /srv/ronghe
COPY requirements/run.lock requirements/run.lock
RUN pip install --no-cache-dir --require-hashes -r requirements/run.lock \
    && useradd --system --create-home --home-dir /var/lib/ronghe ronghe
COPY . .
USER ronghe
# A volume takes over the owner of the folder that it covers.
RUN mkdir /var/lib/ronghe/media
# Static files are gathered once; the settings of the build are thrown away.
RUN PORTAL_MODE=production SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built \
    ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build/0 \
    python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--max-requests", "2000"]
