//! GetCallerIdentity: whoever signs may ask who they are.

use super::answer::Node;
use super::{Fault, Parameters};
use crate::aws::local::state::{ACCOUNT, Caller, State};

pub(super) fn answer(_: &State, caller: &Caller, _: &Parameters) -> Result<Node, Fault> {
    Ok(Node::Map(std::vec![
        ("Arn", Node::Text(caller.arn.clone())),
        ("UserId", Node::Text(caller.user_id.clone())),
        ("Account", Node::Text(ACCOUNT.into())),
    ]))
}
