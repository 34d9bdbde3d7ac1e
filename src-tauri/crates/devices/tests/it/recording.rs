//! The twin, and what names and titles let through.

use stoika_devices::{
    Copies, JobTitle, PrintFailure, Printer, PrinterName, PrinterState, Recording,
    SystemPrinters as _,
};

#[tokio::test]
async fn the_twin_keeps_jobs_and_fails_when_told() {
    let name = PrinterName::parse("Desk").unwrap();
    let printer = Printer {
        name: name.clone(),
        is_default: true,
        state: PrinterState::Ready,
    };
    let twin = Recording::with(vec![printer.clone()]);
    let title = JobTitle::of_record("registration_card", "1");
    assert_eq!(twin.list().await, Ok(vec![printer]));
    let job = twin
        .print(&name, b"%PDF", &title, Copies::new(2).unwrap())
        .await
        .unwrap();
    assert_eq!(job.0, "Desk-1");

    twin.fail(Some(PrintFailure::SpoolerAway));
    assert_eq!(
        twin.print(&name, b"%PDF", &title, Copies::ONE).await,
        Err(PrintFailure::SpoolerAway)
    );
    twin.fail(None);
    let nobody = PrinterName::parse("Nobody").unwrap();
    assert_eq!(
        twin.print(&nobody, b"%PDF", &title, Copies::ONE).await,
        Err(PrintFailure::NoPrinter)
    );

    let kept: Vec<_> = twin
        .jobs()
        .into_iter()
        .map(|job| (job.pdf, job.title, job.copies.get()))
        .collect();
    assert_eq!(kept, [(b"%PDF".to_vec(), title, 2)]);
}

#[test]
fn a_printer_name_is_never_a_switch_or_a_path() {
    for bad in ["", "-o", "a b", "a/b", "a#b", "a\nb", "'a'"] {
        assert_eq!(
            PrinterName::parse(bad),
            Err(PrintFailure::NoPrinter),
            "{bad:?}"
        );
    }
    assert_eq!(
        PrinterName::parse("Принтер-1").unwrap().as_str(),
        "Принтер-1"
    );
}

#[test]
fn a_title_cannot_carry_a_name() {
    let title = JobTitle::of_record("registration_card", "019a3f2c Примерова\n");
    assert_eq!(title.as_str(), "registration_card-019a3f2c");
}

#[test]
fn copies_are_counted_by_a_sane_hand() {
    assert_eq!(Copies::new(0), None);
    assert_eq!(Copies::new(100), None);
    assert_eq!(Copies::new(99).map(Copies::get), Some(99));
}
