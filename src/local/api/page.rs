//! Paging, for every list. A token names the last item that was shown, so that nothing is shown twice or passed over when others
//! come or go meanwhile.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};

/// The most that a page has, for lists whose requests say no number.
const MOST: u64 = 60;

/// Where an item stands in its list: older ones first, those of one age by their names.
#[derive(Clone, PartialEq, PartialOrd)]
pub(super) struct Place {
    created: f64,
    key: String,
}

/// The place of an item that was made at `created`, in milliseconds since 1970, and has this key.
pub(super) fn at(created: f64, key: &str) -> Place {
    Place { created, key: key.to_owned() }
}

impl Place {
    fn to_token(&self) -> String {
        Base64UrlUnpadded::encode_string(format!("after:{}:{}", self.created, self.key).as_bytes())
    }

    fn from_token(token: &str) -> Option<Place> {
        let text = String::from_utf8(Base64UrlUnpadded::decode_vec(token).ok()?).ok()?;
        let (created, key) = text.strip_prefix("after:")?.split_once(':')?;
        Some(Place { created: created.parse().ok()?, key: key.to_owned() })
    }
}

/// What a request asks for.
pub(super) struct Wanted {
    size: usize,
    after: Option<Place>,
}

impl Wanted {
    /// `limit` and `token` name the members of the request.
    pub(super) fn read(input: Input<'_>, limit: &str, token: &str) -> Checked<Wanted> {
        let size = usize::try_from(input.number(limit)?.unwrap_or(MOST)).unwrap_or_default();
        let after = input
            .text(token)?
            .map(|text| Place::from_token(text).ok_or_else(|| invalid_parameter("Invalid pagination token.")));
        Ok(Wanted { size, after: after.transpose()? })
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The key of the last item that was shown.
    pub(super) fn after(&self) -> Option<&str> {
        self.after.as_ref().map(|place| place.key.as_str())
    }

    /// A page of items that stand in their order and follow those that were shown; `token` is the member of the answer.
    pub(super) fn page<T>(
        self,
        following: impl Iterator<Item = (Place, T)>,
        describe: impl Fn(T) -> Value,
        (member, token): (&str, &str),
    ) -> Answer {
        let mut following = following.peekable();
        let (mut last, mut shown) = (None, Vec::new());
        for (place, item) in following.by_ref().take(self.size) {
            last = Some(place);
            shown.push(describe(item));
        }
        let mut answer = Map::new();
        answer.insert(member.to_owned(), Value::Array(shown));
        if let Some(last) = last.filter(|_| following.peek().is_some()) {
            answer.insert(token.to_owned(), json!(last.to_token()));
        }
        Ok(Value::Object(answer))
    }
}

/// One page of a list in any order; `limit` and `token` name the members of the request, `token` that of the answer, too.
pub(super) fn page<T>(
    items: impl Iterator<Item = (Place, T)>,
    describe: impl Fn(T) -> Value,
    input: Input<'_>,
    (member, limit, token): (&str, &str, &str),
) -> Answer {
    let wanted = Wanted::read(input, limit, token)?;
    let mut left: Vec<(Place, T)> =
        items.filter(|(place, _)| wanted.after.as_ref().is_none_or(|after| place > after)).collect();
    left.sort_by(|(one, _), (other, _)| one.created.total_cmp(&other.created).then_with(|| one.key.cmp(&other.key)));
    wanted.page(left.into_iter(), describe, (member, token))
}
