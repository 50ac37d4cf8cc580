//! The regular expressions of the service model: classes, groups, alternatives and counts, matched against whole texts.

/// What one character must be.
#[derive(Debug, Default)]
struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
    named: Vec<Named>,
    /// Which of ASCII it takes, a bit each: nearly all texts are that, and some are long.
    ascii: u128,
}

#[derive(Clone, Copy, Debug)]
enum Named {
    Word,
    Space,
    Solid,
    /// Separators (`\p{Z}`).
    Separator,
    /// Letters, marks, symbols, numbers and punctuation, which the model always names together.
    Visible,
    Any,
}

#[derive(Debug)]
enum Node {
    One(Class),
    /// Alternatives.
    Group(Vec<Sequence>),
}

type Sequence = Vec<(Node, Count)>;

#[derive(Clone, Copy, Debug)]
struct Count {
    least: usize,
    most: usize,
}

/// A regular expression.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Sequence>);

impl Named {
    fn has(self, c: char) -> bool {
        match self {
            Named::Word => c.is_ascii_alphanumeric() || c == '_',
            Named::Space => c.is_ascii_whitespace() || c == '\u{b}',
            Named::Solid => !(c.is_ascii_whitespace() || c == '\u{b}'),
            Named::Separator => c.is_whitespace() && !c.is_control(),
            Named::Visible => !c.is_whitespace() && !c.is_control(),
            Named::Any => true,
        }
    }
}

impl Class {
    fn of(named: Named) -> Class {
        Class { named: vec![named], ..Class::default() }
    }

    /// Reads all of ASCII once.
    fn finish(&mut self) {
        self.ascii = (0..128_u8).filter(|byte| self.takes(char::from(*byte))).fold(0, |all, byte| all | 1 << byte);
    }

    fn has(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.takes(c) }
    }

    fn takes(&self, c: char) -> bool {
        let listed = self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
            || self.named.iter().any(|named| named.has(c));
        listed != self.negated
    }
}

struct Reader<'p> {
    left: std::iter::Peekable<std::str::Chars<'p>>,
}

impl Reader<'_> {
    fn alternatives(&mut self) -> Vec<Sequence> {
        let mut all = vec![Vec::new()];
        while let Some(c) = self.left.next_if(|c| *c != ')') {
            let mut node = match c {
                '|' => {
                    all.push(Vec::new());
                    continue;
                }
                // Whole texts are matched anyway.
                '^' | '$' => continue,
                '(' => {
                    if self.left.next_if_eq(&'?').is_some() {
                        // Neither captures nor lines matter here.
                        let flags = std::iter::from_fn(|| self.left.next_if(|c| *c != ')' && *c != ':')).count();
                        if self.left.next() == Some(')') && flags > 0 {
                            continue;
                        }
                    }
                    let inner = self.alternatives();
                    self.left.next();
                    Node::Group(inner)
                }
                '[' => Node::One(self.class()),
                '.' => Node::One(Class::of(Named::Any)),
                '\\' => {
                    let mut class = Class::default();
                    if let Some(c) = self.escape(&mut class) {
                        class.ranges.push((c, c));
                    }
                    Node::One(class)
                }
                c => Node::One(Class { ranges: vec![(c, c)], ..Class::default() }),
            };
            if let Node::One(class) = &mut node {
                class.finish();
            }
            let count = self.count();
            if let Some(sequence) = all.last_mut() {
                sequence.push((node, count));
            }
        }
        all
    }

    fn count(&mut self) -> Count {
        let between = |least, most| Count { least, most };
        match self.left.next_if(|c| matches!(c, '*' | '+' | '?' | '{')) {
            Some('*') => between(0, usize::MAX),
            Some('+') => between(1, usize::MAX),
            Some('?') => between(0, 1),
            Some(_) => {
                let text: String = std::iter::from_fn(|| self.left.next_if(|c| *c != '}')).collect();
                self.left.next();
                let (least, most) = text.split_once(',').unwrap_or((&text, &text));
                between(least.parse().unwrap_or(0), most.parse().unwrap_or(usize::MAX))
            }
            None => between(1, 1),
        }
    }

    /// What stands behind a backslash: a character, or a name that goes into the class.
    fn escape(&mut self, class: &mut Class) -> Option<char> {
        match self.left.next()? {
            'w' => class.named.push(Named::Word),
            's' => class.named.push(Named::Space),
            'S' => class.named.push(Named::Solid),
            'p' => {
                let name: String = std::iter::from_fn(|| self.left.next_if(|c| *c != '}')).collect();
                self.left.next();
                class.named.push(if name == "{Z" { Named::Separator } else { Named::Visible });
            }
            'x' => {
                let digits: String = self.left.by_ref().take(2).collect();
                return u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
            }
            't' => return Some('\t'),
            'n' => return Some('\n'),
            'r' => return Some('\r'),
            other => return Some(other),
        }
        None
    }

    fn class(&mut self) -> Class {
        let mut class = Class { negated: self.left.next_if_eq(&'^').is_some(), ..Class::default() };
        // The character that a hyphen may make the first of a range.
        let mut before: Option<char> = None;
        while let Some(c) = self.left.next().filter(|c| *c != ']') {
            if c == '-'
                && let Some(first) = before.take()
                && self.left.peek().is_some_and(|next| *next != ']')
            {
                let last = match self.left.next() {
                    Some('\\') => self.escape(&mut class),
                    last => last,
                };
                class.ranges.push((first, last.unwrap_or(first)));
                continue;
            }
            let one = if c == '\\' { self.escape(&mut class) } else { Some(c) };
            class.ranges.extend(one.map(|c| (c, c)));
            before = one;
        }
        class
    }
}

impl Pattern {
    pub(super) fn read(text: &str) -> Pattern {
        Pattern(Reader { left: text.chars().peekable() }.alternatives())
    }

    /// Whether the pattern matches the whole text.
    pub(super) fn fits(&self, text: &str) -> bool {
        // Most patterns are a class that is repeated: a token has a thousand characters.
        if let [sequence] = self.0.as_slice()
            && let [(Node::One(class), count)] = sequence.as_slice()
        {
            return text.chars().all(|c| class.has(c)) && (count.least == 0 || !text.is_empty());
        }
        let text: Vec<char> = text.chars().collect();
        any(&self.0, &text, &mut |rest| rest.is_empty())
    }
}

/// Whether one of the alternatives begins the text, and what follows fits the rest.
fn any(all: &[Sequence], text: &[char], then: &mut dyn FnMut(&[char]) -> bool) -> bool {
    all.iter().any(|sequence| begins(sequence, text, then))
}

fn begins(sequence: &[(Node, Count)], text: &[char], then: &mut dyn FnMut(&[char]) -> bool) -> bool {
    let Some(((node, count), after)) = sequence.split_first() else { return then(text) };
    match node {
        Node::One(class) => {
            let length = text.iter().take(count.most).take_while(|c| class.has(**c)).count();
            // The longest first, as everywhere.
            (count.least..=length).rev().any(|length| text.get(length..).is_some_and(|rest| begins(after, rest, then)))
        }
        Node::Group(all) => repeated(all, *count, text, &mut |rest| begins(after, rest, then)),
    }
}

fn repeated(all: &[Sequence], count: Count, text: &[char], then: &mut dyn FnMut(&[char]) -> bool) -> bool {
    let less = Count { least: count.least.saturating_sub(1), most: count.most.saturating_sub(1) };
    let once_more =
        count.most > 0 && any(all, text, &mut |rest| rest.len() < text.len() && repeated(all, less, rest, then));
    once_more || count.least == 0 && then(text)
}

#[cfg(test)]
#[test]
fn patterns_of_the_model_match_whole_texts() {
    let fits = |pattern: &str, text: &str| Pattern::read(pattern).fits(text);
    for (pattern, good, bad) in [
        (r"[\w-]+_[0-9a-zA-Z]+", &["us-east-1_Local0001", "a_b_c"][..], &["us-east-1", "_a", "a_", "a_b!"][..]),
        (r"[A-Za-z0-9-_=.]+", &["a-b_c=.9"], &["a b", "", "a/b"]),
        (r"[\x21\x23-\x5B\x5D-\x7E]+", &["a-b", "!~["], &["\"", "\\", " "]),
        (r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$", &["a", "a-b", "a1"], &["-a", "a-", "", "A"]),
        (r"^(tkn|sso)[a-z0-9]{3}$", &["tknabc", "sso123"], &["tkn12", "abcabc", "tkn1234"]),
        (
            r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
            &["Your {####}.", "{####}"],
            &["{###}", ""],
        ),
        (r"(?s).*", &["", "a\nb"], &[]),
        (r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+", &["Okta", "abc"], &["_bc", "ab", "a b"]),
        (
            r"cognito:(default|chinese-(simplified|traditional))",
            &["cognito:default", "cognito:chinese-simplified"],
            &["cognito:", "cognito:chinese-"],
        ),
        (r"(arn:[\w]+(:[\w]+)?)?", &["", "arn:a", "arn:a:b"], &["arn:", "x"]),
        (r"[\S]+", &["ü!"], &["a b", "\t"]),
    ] {
        for text in good {
            assert!(fits(pattern, text), "{text} of {pattern}");
        }
        for text in bad {
            assert!(!fits(pattern, text), "{text} of {pattern}");
        }
    }
}
