# The image's command is newscrawl; its working folder /data is where configuration and records are.
FROM python:3.13-slim
COPY pyproject.toml README.md LICENSE /src/
COPY newscrawl /src/newscrawl
RUN pip install --no-cache-dir "/src[all]" && rm -r /src \
    && useradd --uid 1000 news && mkdir /data && chown news /data
USER news
WORKDIR /data
ENTRYPOINT ["newscrawl"]
