# The bot with its posts: docker build -t commonplace . && docker run --env-file .env -p 3000:3000 -v commonplace:/state commonplace
# Socket Mode needs no port: docker run --env-file .env -v commonplace:/state commonplace run --socket
FROM python:3.12-slim AS built
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY knowledge knowledge
COPY bot bot
RUN python -m venv /opt/commonplace \
    && /opt/commonplace/bin/pip install --no-cache-dir --constraint constraints.txt '.[postgres]'

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /state --shell /usr/sbin/nologin commonplace \
    && install --directory --owner commonplace --mode 0700 /state
COPY --from=built /opt/commonplace /opt/commonplace
# In Socket Mode the same port is for whoever watches, so that the health check below is right for both.
ENV PATH=/opt/commonplace/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    COMMONPLACE_METRICS_PORT=3000 \
    DATABASE_URL=sqlite:////state/commonplace.db \
    XDG_CACHE_HOME=/state/cache
USER commonplace
WORKDIR /state
VOLUME /state
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["commonplace"]
CMD ["run", "--http"]
