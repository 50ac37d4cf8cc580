//! A suite: one command, what it printed, and how many tests it passed and failed.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::show;

/// How the numbers of a suite are read from what it prints.
#[derive(Clone, Copy)]
pub enum Count {
    /// The command itself is one check.
    Check,
    /// libtest and wasm-bindgen-test: `test result: ok. 3 passed; 0 failed; …`, once a binary.
    Libtest,
    /// nextest: `Summary [ 1s] 3 tests run: 3 passed, 0 skipped`.
    Nextest,
    /// node --test with the tap reporter: `# pass 3`.
    Tap,
}

/// What a suite came to.
pub struct Outcome {
    pub name: String,
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
    pub note: String,
    pub time: Duration,
}

impl Outcome {
    /// A suite that could not run here; the reason is shown.
    pub fn skipped(name: &str, why: &str) -> Outcome {
        let note = format!("skipped: {why}");
        Outcome { name: name.into(), passed: 0, failed: 0, skipped: 1, note, time: Duration::ZERO }
    }

    /// A suite that cannot start.
    pub fn broken(name: &str, why: &str) -> Outcome {
        eprintln!("\n── {name}: {why}");
        Outcome { name: name.into(), passed: 0, failed: 1, skipped: 0, note: why.into(), time: Duration::ZERO }
    }
}

/// Runs a suite. Its output is shown when it fails: side by side, outputs would mix.
pub fn run(name: &str, count: Count, command: &mut Command) -> Outcome {
    let begin = Instant::now();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Outcome::broken(name, &format!("cannot start {}: {error}", show(command))),
    };
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let (passed, mut failed, skipped) = match count {
        Count::Check => (u64::from(output.status.success()), 0, 0),
        Count::Libtest => numbers(&text, "test result:", &[" passed", " failed", " ignored"]),
        Count::Nextest => numbers(&text, "Summary [", &[" passed", " failed", " skipped"]),
        Count::Tap => tap(&text),
    };
    if !output.status.success() {
        // Also when it ended before it could count: a compiler error, a crash.
        failed = failed.max(1);
        eprintln!("\n── {name} failed: {}\n{text}", show(command));
    }
    let outcome = Outcome { name: name.into(), passed, failed, skipped, note: String::new(), time: begin.elapsed() };
    eprintln!("{}", line(&outcome));
    outcome
}

/// One line of the summary.
pub fn line(outcome: &Outcome) -> String {
    let Outcome { name, passed, failed, skipped, note, time } = outcome;
    let mark = if *failed > 0 { "FAILED" } else { "ok" };
    let skipped = if *skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    format!("{mark:<7}{name:<44}{passed:>5} passed, {failed} failed{skipped}  {:.1} s  {note}", time.as_secs_f64())
}

/// Node's own sums, without the files that it counts as tests where no test of theirs ran.
fn tap(text: &str) -> (u64, u64, u64) {
    let files = text.lines().filter(|line| line.starts_with("ok ") && line.ends_with(".test.mjs")).count();
    let passed = after(text, "# pass ").saturating_sub(u64::try_from(files).unwrap_or(u64::MAX));
    (passed, after(text, "# fail ") + after(text, "# cancelled "), after(text, "# skipped "))
}

/// Adds up the numbers that stand before the words, on every line that has the mark.
fn numbers(text: &str, mark: &str, words: &[&str; 3]) -> (u64, u64, u64) {
    let sum = |word: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(mark));
        lines.filter_map(|(_, rest)| number_before(rest, word)).sum()
    };
    let [passed, failed, skipped] = words;
    (sum(passed), sum(failed), sum(skipped))
}

fn number_before(text: &str, word: &str) -> Option<u64> {
    let before = text.split_once(word)?.0;
    before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn after(text: &str, mark: &str) -> u64 {
    text.lines().filter_map(|line| line.strip_prefix(mark)?.trim().parse::<u64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::{numbers, tap};

    #[test]
    fn libtests_numbers_are_added_over_binaries() {
        let text = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\nx\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(numbers(text, "test result:", &[" passed", " failed", " ignored"]), (15, 2, 1));
    }

    #[test]
    fn nextests_summary_is_read() {
        let text = "     Summary [   0.050s] 7 tests run: 6 passed (1 slow), 1 failed, 2 skipped";
        assert_eq!(numbers(text, "Summary [", &[" passed", " failed", " skipped"]), (6, 1, 2));
    }

    #[test]
    fn nodes_sums_are_read() {
        let text = "ok 1 - a\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 3\n";
        assert_eq!(tap(text), (2, 2, 3));
    }

    #[test]
    fn a_file_without_a_test_is_no_test() {
        let text = "1..0\nok 1 - tests/js/a.test.mjs\nok 2 - b\n# tests 2\n# pass 2\n# fail 0\n# skipped 0\n";
        assert_eq!(tap(text), (1, 0, 0));
    }
}
