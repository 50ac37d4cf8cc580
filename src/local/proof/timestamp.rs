//! The timestamp inside SRP proofs: `EEE MMM d HH:mm:ss z yyyy`, in English, in UTC.

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The one right way to write this time; `None` when it is no such time.
///
/// The service reads generously and signs the canonical form, so a padded day or a wrong weekday fails the proof.
pub(in crate::local) fn canonical(text: &str) -> Option<String> {
    let mut parts = text.split(' ').filter(|part| !part.is_empty());
    let (weekday, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (clock, zone, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !DAYS.contains(&weekday) || !matches!(zone, "UTC" | "GMT" | "Z") {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)?;
    let day = number(day, 31).filter(|day| *day > 0)?;
    let year = number(year, 9999)?;
    let mut clock = clock.split(':');
    let (hour, minute) = (number(clock.next()?, 23)?, number(clock.next()?, 59)?);
    let second = number(clock.next()?, 59)?;
    if clock.next().is_some() {
        return None;
    }
    let weekday = DAYS.get(weekday_of(year, month, day))?;
    let month = MONTHS.get(month)?;
    Some(format!("{weekday} {month} {day} {hour:02}:{minute:02}:{second:02} UTC {year}"))
}

fn number(text: &str, most: usize) -> Option<usize> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

/// Sakamoto's rule; `month` counts from 0.
fn weekday_of(year: usize, month: usize, day: usize) -> usize {
    const SHIFTS: [usize; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 2 { year.saturating_sub(1) } else { year };
    (year + year / 4 - year / 100 + year / 400 + SHIFTS.get(month).copied().unwrap_or(0) + day) % 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_timestamp_stays_as_it_is() {
        for text in ["Tue Jan 1 06:06:09 UTC 2019", "Mon Nov 23 00:00:00 UTC 2026", "Thu Feb 29 23:59:59 UTC 2024"] {
            assert_eq!(canonical(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_padded_day_and_a_wrong_weekday_are_corrected_and_nonsense_is_refused() {
        assert_eq!(canonical("Wed Jan 01 06:06:09 UTC 2019").as_deref(), Some("Tue Jan 1 06:06:09 UTC 2019"));
        for text in ["", "2019-01-01T06:06:09Z", "Die Jan 1 06:06:09 UTC 2019", "Tue Jan 32 06:06:09 UTC 2019"] {
            assert_eq!(canonical(text), None);
        }
    }
}
