//! What is done with a request.

use std::hint::black_box;

use sigfour::explain::Explainer;
use sigfour::{Buffer, Credentials, Limits, SigningKey, Verifier};

use crate::family::Family;
use crate::wire::{Form, HOUR, Wire, credentials, now};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// With a kept key and buffer.
    Sign,
    /// With a kept key and buffer.
    Presign,
    /// With a kept key. A refusal holds the verifier's steps as texts.
    Verify,
    /// With the verifier's credentials.
    Explain,
}

impl Task {
    pub const ALL: [Task; 4] = [Task::Sign, Task::Presign, Task::Verify, Task::Explain];

    pub fn name(self) -> &'static str {
        match self {
            Task::Sign => "sign",
            Task::Presign => "presign",
            Task::Verify => "verify",
            Task::Explain => "explain",
        }
    }
}

/// A request of a family, and all that is made ready before an operation.
pub struct Case {
    unsigned: Wire,
    received: Wire,
    verifier: Verifier,
    credentials: Credentials,
    key: SigningKey,
}

pub type Operation<'a> = Box<dyn FnMut() + 'a>;

impl Case {
    pub(crate) fn new(family: &Family, size: usize) -> Self {
        let unsigned = (family.make)(size);
        let received = unsigned.clone().sealed();
        let verifier = (family.verifier)(unsigned.service, size);
        let credentials = credentials();
        let key = unsigned.signer().key(&credentials, now()).expect("a key");
        let case = Case { unsigned, received, verifier, credentials, key };
        // What is refused for another reason has cost something else.
        assert_eq!(case.reason(&case.verifier), family.reason, "{} of {size}", family.id);
        case
    }

    /// Why a verifier refuses it; none if it is let in.
    pub fn reason(&self, verifier: &Verifier) -> Option<&'static str> {
        let request = self.received.request();
        let verified = verifier.read(&request, now()).and_then(|claim| claim.verify(&self.key));
        verified.err().map(|refusal| refusal.reason.code())
    }

    /// The verifier, but for its limits: the default ones.
    pub fn limited(&self) -> Verifier {
        self.verifier.clone().limits(Limits::default())
    }

    /// None where the request is one that no signer signs.
    pub fn operation(&self, task: Task) -> Option<Operation<'_>> {
        self.operation_of(task, &self.verifier)
    }

    /// The same with another verifier.
    pub fn operation_of<'a>(&'a self, task: Task, verifier: &'a Verifier) -> Option<Operation<'a>> {
        if self.unsigned.form == Form::ByHand && matches!(task, Task::Sign | Task::Presign) {
            return None;
        }
        let signer = self.unsigned.signer();
        Some(match task {
            Task::Sign => {
                let mut buffer = Buffer::new();
                Box::new(move || {
                    let request = self.unsigned.request();
                    let signed = signer.sign_into(&request, &self.key, now(), &mut buffer);
                    black_box(signed.expect("a signature").authorization());
                })
            }
            Task::Presign => {
                let mut buffer = Buffer::new();
                Box::new(move || {
                    let request = self.unsigned.request();
                    let url = signer.presign_into(&request, &self.key, now(), HOUR, &mut buffer);
                    // Some are refused, since they have a parameter that presigning adds.
                    let _ = black_box(url);
                })
            }
            Task::Verify => Box::new(|| {
                let request = self.received.request();
                let claim = verifier.read(&request, now());
                let _ = black_box(claim.and_then(|claim| claim.verify(&self.key)));
            }),
            Task::Explain => Box::new(|| {
                let request = self.received.request();
                black_box(Explainer::new(&request).credentials(&self.credentials).explain());
            }),
        })
    }
}
