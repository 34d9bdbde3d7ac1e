//! A few seeds with every run of the tests; hundreds come with `cargo xtask test`.

use stoika_tests::simulation;

#[test]
fn a_few_seeds_come_right() {
    let (failed, met) = simulation::run_many(1, 12, 2, |failure| {
        println!(
            "{}\nseed {}: {}",
            failure.trace.join("\n"),
            failure.seed,
            failure.what
        );
    });
    assert_eq!(failed, 0);
    assert!(met.duties > 0 && met.promised > 0, "{met:?}");
}

#[test]
fn the_same_seed_gives_the_same_run() {
    // A bug makes a run that has something to say.
    let bug = simulation::Bug::VisibleOutOfOrder;
    let found = simulation::seeds_to_find(bug, 1, 200, 1);
    let Some((_, first)) = found else {
        panic!("the bug stays hidden");
    };
    let again = simulation::run(first.seed, Some(bug));
    let Err(again) = again else {
        panic!("seed {} goes right the second time", first.seed);
    };
    assert_eq!(first.what, again.what);
    assert_eq!(first.trace, again.trace);
}
