//! The browsers that the tests drive, and the other programs that they find in PATH.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command::{output, program, run};

/// Chromium and its WebDriver.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// What Debian calls the browsers, their drivers, the screen that nobody sees, and the servers in front of the proxy and behind it.
const PACKAGES: [&str; 8] =
    ["chromium", "chromium-driver", "firefox-esr", "webkit2gtk-driver", "xvfb", "xauth", "nginx", "redis-server"];

/// Finds Chromium; on Debian, as root, installs what is missing. The tests of Firefox, WebKit, nginx and Redis skip themselves
/// where there is none.
pub fn chromium() -> Result<Browser> {
    let others = ["firefox-esr", "WebKitWebDriver", "xvfb-run", "nginx", "redis-server"]
        .into_iter()
        .all(|name| in_path(name).is_some());
    if let (Some(found), true) = (find(), others) {
        return Ok(found);
    }
    let root = output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if root && in_path("apt-get").is_some() {
        // Only where it is missing, so the machine's own choice of browser stays.
        run(program("apt-get").args(["-qq", "update"]))?;
        run(program("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-qq", "install", "-y", "--no-install-recommends"])
            .args(PACKAGES))?;
    }
    match find() {
        Some(found) => Ok(found),
        None => bail!(
            "no Chromium: install chromium and chromedriver (Debian: apt-get install chromium chromium-driver), \
             or point CHROMIUM and CHROMEDRIVER to them"
        ),
    }
}

fn find() -> Option<Browser> {
    let chromium = std::env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(in_path)
    })?;
    let driver = std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| in_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn in_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
