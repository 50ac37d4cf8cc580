# The local Cognito. Build it from the folder of the package: docker build -f docs/local.Dockerfile pkg
FROM node:24-slim
COPY . /app/node_modules/cognito-identity-wasm/
RUN mkdir /state && chown node:node /state
USER node
WORKDIR /app
VOLUME /state
EXPOSE 9400
HEALTHCHECK --interval=2s CMD ["node", "-e", "fetch('http://127.0.0.1:9400/_local/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Every address of the container's own network: publish the port on 127.0.0.1 alone.
ENTRYPOINT ["node", "/app/node_modules/cognito-identity-wasm/bin/cli.mjs", "local", "--host", "0.0.0.0", "--allow-remote", "--port", "9400"]
CMD ["--state", "/state/state.json"]
