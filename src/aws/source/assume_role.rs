//! Temporary credentials of a role, as a source.

use std::boxed::Box;

use super::Source;
use crate::Credentials;
use crate::aws::context::Context;
use crate::aws::error::Error;
use crate::aws::sts::AssumeRole;

/// Assumes a role with the credentials of another source; made by [`AssumeRole::from`].
#[derive(Debug)]
pub struct AssumeRoleSource {
    pub(crate) role: AssumeRole,
    pub(crate) from: Box<dyn Source>,
}

impl Source for AssumeRoleSource {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let caller = self.from.credentials(context)?;
        self.role.send(context, &caller).map(|answer| answer.credentials)
    }
}
