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
        needs: Vec::new(),
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
fn a_printer_name_is_one_line_and_never_a_switch() {
    let long = "а".repeat(221);
    for bad in ["", "-o", " a", "a ", "a\nb", "a\0b", &long] {
        assert_eq!(
            PrinterName::parse(bad),
            Err(PrintFailure::NoPrinter),
            "{bad:?}"
        );
    }
    for good in ["Принтер-1", "HP LaserJet (копия 1)", r"\\server\Desk 2"] {
        assert_eq!(PrinterName::parse(good).unwrap().as_str(), good);
    }
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
