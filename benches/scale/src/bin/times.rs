//! Times what grows: each family at its sizes, hostile ones at the default limits and beyond, and a verifier by the keys
//! that it knows. A line for each: what, of what, how many, nanoseconds. Before them, a line for each family: `usual` or
//! `hostile`, its id, its unit, what it is.

#![forbid(unsafe_code)]

use std::time::Duration;

use sigfour_scale::family::Family;
use sigfour_scale::keys::{by_id, derived, received, verifier, verify, verify_derived};
use sigfour_scale::operation::{Case, Operation, Task};
use sigfour_scale::timing::median;
use sigfour_scale::{hostile, usual};
use sigfour_workloads::workload::Workload;
use sigfour_workloads::{Way, check, repeat};

const EACH: Duration = Duration::from_millis(30);

fn main() {
    for (kind, families) in [("usual", usual()), ("hostile", hostile())] {
        families.iter().for_each(|f| println!("{kind} {} {} {}", f.id, f.unit.name(), f.says));
    }
    fleet();
    keys();
    for family in usual() {
        for size in family.sizes {
            let case = family.case(*size);
            for task in [Task::Sign, Task::Presign, Task::Verify] {
                print(task.name(), family, *size, case.operation(task));
            }
        }
    }
    for family in hostile() {
        at_limits(family);
        for size in family.sizes {
            print(Task::Verify.name(), family, *size, family.case(*size).operation(Task::Verify));
        }
        let largest = family.sizes.last().copied().unwrap_or_default();
        let case = family.case(largest);
        for task in [Task::Sign, Task::Presign, Task::Explain] {
            print(task.name(), family, largest, case.operation(task));
        }
    }
}

fn print(what: &str, family: &Family, size: usize, operation: Option<Operation<'_>>) {
    if let Some(operation) = operation {
        println!("{what} {} {size} {:.0}", family.id, median(EACH, operation));
    }
}

/// The largest that is read at the default limits, and what is refused by them.
fn at_limits(family: &Family) {
    let time = |what, case: &Case, size| {
        let limited = case.limited();
        print(what, family, size, case.operation_of(Task::Verify, &limited));
    };
    let largest = family.sizes.last().copied().unwrap_or_default();
    let most = family.at_limits.min(largest);
    let case = family.case(most);
    assert_eq!(case.reason(&case.limited()), family.reason, "{} at the limits", family.id);
    time("limited", &case, most);
    if most < largest {
        let case = family.case(largest);
        let reason = case.reason(&case.limited()).unwrap_or_default();
        assert!(reason.starts_with("TooMany") || reason.ends_with("TooLong"), "{}", family.id);
        time("refused", &case, largest);
    }
}

/// Verification by the number of keys that are known, in an order that no cache gains from.
fn keys() {
    let verifier = verifier();
    for many in [10, 100, 1_000, 10_000, 100_000] {
        let received = received(many);
        let mut next = received.iter().cycle();
        let mut each =
            |work: &dyn Fn(&_)| median(10 * EACH, || next.by_ref().take(1).for_each(work));
        let known = by_id(many, false);
        println!(
            "keys credentials {many} {:.0}",
            each(&|headers| verify(&verifier, &known, headers))
        );
        drop(known);
        let known = derived(many, false);
        let nanoseconds = each(&|headers| verify_derived(&verifier, &known, headers));
        println!("keys signing-key {many} {nanoseconds:.0}");
    }
}

/// What one verification of a usual request costs.
fn fleet() {
    let input = Workload::W8.input();
    for way in [Way::KeptKey, Way::Readme] {
        check(Workload::W8, way);
        let mut operation = way.prepare(&input);
        println!("fleet {} 1 {:.0}", way.name(), median(20 * EACH, || repeat(&mut operation, 1)));
    }
    let known = sigfour_scale::wire::credentials();
    let scope =
        sigfour::CredentialScope::new("20150830", "us-east-1", "dynamodb").expect("a scope");
    let derive = || drop(std::hint::black_box(sigfour::SigningKey::derive(&known, &scope)));
    println!("fleet derive 1 {:.0}", median(20 * EACH, derive));
}
