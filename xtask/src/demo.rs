//! `cargo xtask demo`: the example page, apps and server, on a local Cognito with seeded users and a company's OpenID provider.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command::program;
use crate::{build, npm};

const COGNITO_PORT: &str = "9400";
const PAGE_PORT: &str = "8080";
const EXPRESS_PORT: &str = "8081";
const COMPANY_PORT: &str = "8082";
/// The app client with a secret of `www-example/local.json`.
const CONFIDENTIAL: [&str; 2] = ["examplepageproxy0000000001", "only-for-the-local-cognito-of-the-demo"];

/// Serves until Ctrl-C.
pub fn demo() -> Result<()> {
    let package = build::build()?;
    npm::install_in("www-example")?;
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || _ = stop.send(()))?;

    let mut cognito = Server::start(program("node").arg(package.join("bin/cli.mjs")).args([
        "local",
        "--port",
        COGNITO_PORT,
        "--config",
        "www-example/local.json",
    ]))?;
    let line = cognito.first_line().context("the local Cognito did not start")?;
    let field = |name| field(&line, name).with_context(|| format!("the local Cognito names no {name}: {line}"));
    let of_pool = |script: &str, client: &str, port: &str| -> Result<Command> {
        let mut command = program("node");
        command.args(["--import", "./www-example/node/from-checkout.mjs", script]);
        command.args(["--cognito", &field("endpoint")?, "--pool", &field("userPoolId")?, "--client", client]);
        command.args(["--port", port]);
        Ok(command)
    };
    let client = field("clientId")?;
    let mut page = Server::start(&mut of_pool("www-example/serve.mjs", &client, PAGE_PORT)?)?;
    let shown = page.url("the example page")?;
    // After the page, which registers its addresses at the same app client.
    let mut company = Server::start(&mut of_pool("www-example/company/server.mjs", &client, COMPANY_PORT)?)?;
    let provider = company.url("the company's provider")?;
    let [client, secret] = CONFIDENTIAL;
    let mut express = of_pool("www-example/express/server.mjs", client, EXPRESS_PORT)?;
    let mut express = Server::start(express.env("CLIENT_SECRET", secret))?;
    let server = express.url("the Express server")?;
    println!(
        "
local Cognito               {}
example page                {shown}
React app                   {shown}react/
Vue app                     {shown}vue/
admin page                  {shown}admin/
a sample for the incumbent  {shown}drop-in/
  the same, as written      {shown}incumbent/
Express and the auth proxy  {server}
a company's OpenID provider {provider}

The people to try are on the example page; scripts for Node are in www-example/README.md. Ctrl-C ends all.",
        field("endpoint")?
    );

    loop {
        match stopped.recv_timeout(Duration::from_millis(200)) {
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            _ => return Ok(()),
        }
        if cognito.ended()? || page.ended()? || company.ended()? || express.ended()? {
            bail!("a server ended by itself; its last words stand above");
        }
    }
}

/// A text field of one line of JSON, as our own servers print it: no escapes.
pub fn field(line: &str, name: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!("\"{name}\":\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// A server that ends with this process.
pub struct Server(Child);

impl Server {
    /// Starts it; its errors go to ours.
    pub fn start(command: &mut Command) -> Result<Server> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        Ok(Server(child.with_context(|| crate::command::show(command))?))
    }

    /// What it prints first: it listens then.
    pub fn first_line(&mut self) -> Result<String> {
        let mut line = String::new();
        BufReader::new(self.0.stdout.as_mut().context("its output")?).read_line(&mut line)?;
        if line.is_empty() {
            bail!("it ended without a word");
        }
        Ok(line.trim().to_owned())
    }

    /// Where it says that it is.
    fn url(&mut self, who: &str) -> Result<String> {
        let line = self.first_line().with_context(|| format!("{who} did not start"))?;
        field(&line, "url").with_context(|| format!("{who} names no url: {line}"))
    }

    fn ended(&mut self) -> Result<bool> {
        Ok(self.0.try_wait()?.is_some())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that it can close its port and save its state.
        let _ = program("kill").arg(self.0.id().to_string()).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}
