//! `#if` and `#ifdef`, decided by a stated configuration (`bindings/configuration.toml`).

use super::bindings::Bindings;

/// Which branch is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The first, if it is true, else the other.
    Always(bool),
    /// It is the first in tier 1, if the flag is set, else in tier 2.
    TierOne(bool),
}

/// Decides a directive line.
///
/// # Errors
/// The condition, if the configuration does not say.
pub fn choose(directive: &str, bindings: &Bindings) -> Result<Choice, String> {
    let line = directive.trim().trim_start_matches('#').trim_start();
    let line = line.split("//").next().unwrap_or_default();
    let line = line.split("/*").next().unwrap_or_default().trim();
    if let Some(name) = line.strip_prefix("ifdef") {
        return name_of(name, bindings);
    }
    if let Some(name) = line.strip_prefix("ifndef") {
        return Ok(negate(name_of(name, bindings)?));
    }
    condition(line.strip_prefix("if").unwrap_or(line).trim(), bindings)
}

fn negate(choice: Choice) -> Choice {
    match choice {
        Choice::Always(value) => Choice::Always(!value),
        Choice::TierOne(value) => Choice::TierOne(!value),
    }
}

fn name_of(name: &str, bindings: &Bindings) -> Result<Choice, String> {
    match name.trim() {
        "TIER_ONE" => Ok(Choice::TierOne(true)),
        "TIER_TWO" => Ok(Choice::TierOne(false)),
        "0" => Ok(Choice::Always(false)),
        "1" => Ok(Choice::Always(true)),
        name => match bindings.defined.get(name) {
            Some(value) => Ok(Choice::Always(value.what)),
            None => Err(name.to_owned()),
        },
    }
}

fn condition(text: &str, bindings: &Bindings) -> Result<Choice, String> {
    for (op, is_or) in [("||", true), ("&&", false)] {
        if let Some((left, right)) = text.split_once(op) {
            let (left, right) = (condition(left.trim(), bindings)?, condition(right.trim(), bindings)?);
            return match (left, right) {
                (Choice::Always(value), _) if value == is_or => Ok(left),
                (Choice::Always(_), other) | (other, Choice::Always(_)) => match other {
                    Choice::Always(value) => Ok(Choice::Always(value)),
                    // `tier && false` is decided by the other side.
                    tier => Ok(match (left, right) {
                        (_, Choice::Always(value)) if value == is_or => Choice::Always(value),
                        _ => tier,
                    }),
                },
                _ => Err(text.to_owned()),
            };
        }
    }
    if let Some(rest) = text.strip_prefix('!') {
        return Ok(negate(condition(rest.trim(), bindings)?));
    }
    let text = text.strip_prefix("defined").map_or(text, str::trim);
    name_of(text.trim_start_matches('(').trim_end_matches(')'), bindings)
}
