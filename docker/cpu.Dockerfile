# The CPU build. From the top folder: docker build -f docker/cpu.Dockerfile -t hapmill .
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      g++ libc6-dev cmake ninja-build pkg-config libcxxopts-dev libfmt-dev nlohmann-json3-dev \
      libhts-dev libdeflate-dev libisal-dev libzstd-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /hapmill
COPY . .
RUN cmake --preset cpu -DHAPMILL_TESTS=OFF -DHAPMILL_BENCH=OFF \
 && cmake --build --preset cpu \
 && cmake --install build/cpu --strip --prefix /opt/hapmill

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends libfmt9 libstdc++6 libhts3 libdeflate0 libisal2 libzstd1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/hapmill/bin/hapmill /usr/local/bin/hapmill
USER nobody
WORKDIR /data
ENTRYPOINT ["hapmill"]
