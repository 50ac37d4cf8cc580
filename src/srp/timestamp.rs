//! The time of a proof, in the one format that Cognito takes.

const DAY_SECONDS: u64 = 86_400;
/// Milliseconds to the end of the year 9999, the last that four digits write.
const END: f64 = 253_402_300_799_000.0;

/// Writes `Tue Jan 1 06:06:09 UTC 2019`: English, UTC, the day not padded.
///
/// `epoch_ms` counts milliseconds since 1970; what lies before, after the year 9999 or is no number becomes the nearest time.
/// Source: `EEE MMM d HH:mm:ss z yyyy` in Cognito's error text.
pub fn timestamp(epoch_ms: f64) -> String {
    let seconds = (epoch_ms.clamp(0.0, END) / 1000.0) as u64;
    let (days, clock) = (seconds / DAY_SECONDS, seconds % DAY_SECONDS);
    // The calendar is counted from 1 March 0000, which puts the leap day at the end of a year: days_from_civil,
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let year = era * 400 + year_of_era + u64::from(march_month >= 10);

    let mut text = String::with_capacity(28);
    text.push_str(name("ThuFriSatSunMonTueWed", days % 7));
    text.push(' ');
    text.push_str(name("MarAprMayJunJulAugSepOctNovDecJanFeb", march_month));
    text.push(' ');
    if day >= 10 {
        text.push(digit(day / 10));
    }
    text.push(digit(day));
    for (mark, value) in [(' ', clock / 3600), (':', clock / 60 % 60), (':', clock % 60)] {
        text.push(mark);
        text.push(digit(value / 10));
        text.push(digit(value));
    }
    text.push_str(" UTC ");
    for power in [1000, 100, 10, 1] {
        text.push(digit(year / power));
    }
    text
}

fn name(names: &'static str, index: u64) -> &'static str {
    let start = index as usize * 3;
    names.get(start..start + 3).unwrap_or_default()
}

fn digit(value: u64) -> char {
    char::from(b'0' + (value % 10) as u8)
}
