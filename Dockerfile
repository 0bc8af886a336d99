# One image for web, worker and beat. Build: docker build -t pmhub .
FROM node:22-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc build.mjs ./
RUN npm ci
COPY static/src static/src
RUN npm run build

FROM python:3.12-slim AS packages
COPY requirements.lock .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PMHUB_HOME=/data PMHUB_LOG_FORMAT=json
RUN useradd --uid 10001 --create-home pmhub && install -d -o pmhub -g pmhub -m 700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=front-end /build/static/dist static/dist
RUN python bin/messages.py compile \
    && PMHUB_SECRET_KEY=only-for-collecting-static-files python manage.py collectstatic --noinput -v 0
USER pmhub
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "pmhub.wsgi"]
