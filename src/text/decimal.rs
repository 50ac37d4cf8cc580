//! Integers in digits: the standard library's way brings 1 kB of formatting to the client.

use crate::prelude::*;

/// The number in decimal digits.
#[inline(never)]
pub(crate) fn write(number: i64) -> String {
    let mut left = number.unsigned_abs();
    let mut digits = Vec::new();
    while digits.is_empty() || left > 0 {
        digits.push(b'0' + (left % 10) as u8);
        left /= 10;
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn integers_are_written_as_the_standard_library_writes_them() {
        for number in [0, 7, -7, 10, 1_234_567_890, -3_600, i64::MAX, i64::MIN] {
            assert_eq!(write(number), number.to_string());
        }
    }
}
