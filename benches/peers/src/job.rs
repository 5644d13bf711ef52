//! What is to be done: a workload of `benches/workloads`.

use std::iter;
use std::slice;

use sigfour_workloads::workload::{Downloads, Input, Workload, downloads};

pub enum Job {
    /// W1 to W9.
    One(Workload, Input),
    /// W10.
    Downloads(Downloads),
}

impl Job {
    /// Made one by one: W7 has 64 MiB.
    pub fn all() -> impl Iterator<Item = Job> {
        let workloads = Workload::ALL.into_iter().filter(|known| *known != Workload::W7OneMebibyte);
        workloads
            .map(|workload| Job::One(workload, workload.input()))
            .chain(iter::once_with(|| Job::Downloads(downloads())))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Job::One(workload, _) => workload.name(),
            Job::Downloads(_) => "W10",
        }
    }

    /// The request, and what is done with it. Of W10 the first.
    pub fn input(&self) -> &Input {
        match self {
            Job::One(_, input) => input,
            Job::Downloads(downloads) => &downloads.first,
        }
    }

    /// All that are requested in one operation.
    pub fn targets(&self) -> &[String] {
        match self {
            Job::One(_, input) => slice::from_ref(&input.target),
            Job::Downloads(downloads) => &downloads.targets,
        }
    }

    /// The same as URLs, as most crates want them.
    pub fn urls(&self) -> Vec<String> {
        let host = self.host();
        self.targets().iter().map(|target| format!("https://{host}{target}")).collect()
    }

    pub fn host(&self) -> &str {
        let host = self.input().headers.iter().find(|(name, _)| *name == "host");
        &host.expect("a host").1
    }
}
