//! The name that a mistyped one most likely means.

/// The known name that is close, if any is.
pub(in crate::local) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = name.to_lowercase();
    let best =
        known.into_iter().map(|other| (distance(&lower, &other.to_lowercase()), other)).min_by_key(|best| best.0)?;
    (best.0 <= (name.chars().count() / 4).max(1)).then_some(best.1)
}

/// How many letters must be put in, taken out or replaced (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), index + 1);
        let mut left = index + 1;
        for (known, cell) in other.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(*known != letter);
            diagonal = *cell;
            *cell = replaced.min(*cell + 1).min(left + 1);
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
#[test]
fn a_mistyped_name_means_the_close_one() {
    let known = ["Attributes", "Username", "Groups"];
    assert_eq!(nearest("Attributs", known), Some("Attributes"));
    assert_eq!(nearest("groups", known), Some("Groups"));
    assert_eq!(nearest("UserName", known), Some("Username"));
    assert_eq!(nearest("Nothing", known), None);
    assert_eq!(nearest("", known), None);
    assert_eq!(distance("kitten", "sitting"), 3);
}
