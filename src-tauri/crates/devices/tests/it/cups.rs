//! `Cups` against a real `cupsd`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use stoika_devices::{
    Copies, Cups, CupsSettings, JobTitle, PrintFailure, PrinterName, PrinterState,
    SystemPrinters as _,
};

use crate::spooler::Spooler;

const PDF: &[u8] = b"%PDF-1.3\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n";

fn name(name: &str) -> PrinterName {
    PrinterName::parse(name).unwrap()
}

fn title() -> JobTitle {
    JobTitle::of_record("registration_card", "019a3f2c")
}

#[tokio::test]
async fn prints_the_very_bytes() {
    let spooler = Spooler::start();
    let paper = spooler.add_printer("Desk");
    spooler.administer("lpadmin", &["-d", "Desk"]);
    let cups = spooler.printers();

    let printers = cups.list().await.unwrap();
    let [printer] = printers.as_slice() else {
        panic!("{printers:?}")
    };
    assert_eq!(
        (printer.name.as_str(), printer.is_default, printer.state),
        ("Desk", true, PrinterState::Ready)
    );

    let job = cups
        .print(&printer.name, PDF, &title(), Copies::ONE)
        .await
        .unwrap();
    assert_eq!(std::fs::read(paper).unwrap(), PDF);
    assert_eq!(job.0, "Desk-1");
}

#[tokio::test]
async fn lp_is_told_printer_title_copies_and_paper_word_by_word() {
    let folder = tempfile::tempdir().unwrap();
    let (lp, said) = (folder.path().join("lp"), folder.path().join("said"));
    // Stands for `lp`: writes its arguments down, one a line, and takes what comes in.
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\ncat > /dev/null\necho 'request id is Desk-7 (0 file(s))'\n",
        said.display()
    );
    std::fs::write(&lp, script).unwrap();
    let lpstat = folder.path().join("lpstat");
    std::fs::write(
        &lpstat,
        "#!/bin/sh\necho 'printer Desk is idle.  enabled since'\n",
    )
    .unwrap();
    for command in [&lp, &lpstat] {
        std::fs::set_permissions(command, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let cups = Cups::new(CupsSettings {
        commands: Some(folder.path().to_owned()),
        answer_within: Duration::from_secs(120),
        ..CupsSettings::default()
    });
    let three = Copies::new(3).unwrap();
    let job = cups
        .print(&name("Desk"), PDF, &title(), three)
        .await
        .unwrap();
    assert_eq!(job.0, "Desk-7");
    let said = std::fs::read_to_string(said).unwrap();
    let expected =
        "-d Desk -t registration_card-019a3f2c -n 3 -o media=A4 -o print-scaling=none -- -";
    assert_eq!(said.lines().collect::<Vec<_>>().join(" "), expected);
}

#[tokio::test]
async fn without_printers_the_list_is_empty_and_a_job_is_refused() {
    let spooler = Spooler::start();
    let cups = spooler.printers();
    assert_eq!(cups.list().await, Ok(Vec::new()));
    let printed = cups
        .print(&name("Nobody"), PDF, &title(), Copies::ONE)
        .await;
    assert_eq!(printed, Err(PrintFailure::NoPrinter));
}

#[tokio::test]
async fn a_stopped_printer_gets_no_job_that_would_lie_in_its_queue() {
    let spooler = Spooler::start();
    spooler.add_printer("Desk");
    spooler.administer("cupsdisable", &["Desk"]);
    let cups = spooler.printers();
    let states: Vec<_> = cups
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|p| p.state)
        .collect();
    assert_eq!(states, [PrinterState::Stopped]);
    let printed = cups.print(&name("Desk"), PDF, &title(), Copies::ONE).await;
    assert_eq!(printed, Err(PrintFailure::Stopped { needs: Vec::new() }));
}

#[tokio::test]
async fn a_printer_whose_queue_is_closed_says_so() {
    let spooler = Spooler::start();
    spooler.add_printer("Desk");
    spooler.administer("cupsreject", &["Desk"]);
    let cups = spooler.printers();
    let printed = cups.print(&name("Desk"), PDF, &title(), Copies::ONE).await;
    assert_eq!(printed, Err(PrintFailure::NotTaking));
}

#[tokio::test]
async fn a_name_that_cups_cannot_have_is_no_printer() {
    let spooler = Spooler::start();
    let cups = spooler.printers();
    for strange in ["HP LaserJet", r"\\server\Desk", "a/b"] {
        let printed = cups.print(&name(strange), PDF, &title(), Copies::ONE).await;
        assert_eq!(printed, Err(PrintFailure::NoPrinter), "{strange}");
    }
}

#[tokio::test]
async fn a_print_system_that_is_not_there_is_told_from_a_printer_that_is_not() {
    let nobody_listens = CupsSettings {
        server: Some("/nonexistent/cups.sock".to_owned()),
        ..CupsSettings::default()
    };
    let no_commands = CupsSettings {
        commands: Some(PathBuf::from("/nonexistent")),
        ..CupsSettings::default()
    };
    for settings in [nobody_listens, no_commands] {
        let cups = Cups::new(settings);
        assert_eq!(cups.list().await, Err(PrintFailure::SpoolerAway));
        let printed = cups.print(&name("Desk"), PDF, &title(), Copies::ONE).await;
        assert_eq!(printed, Err(PrintFailure::SpoolerAway));
    }
}

#[tokio::test]
async fn a_print_system_that_never_answers_is_away() {
    // It takes connections into its queue and never reads: no answer can come.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let cups = Cups::new(CupsSettings {
        server: Some(silent.local_addr().unwrap().to_string()),
        answer_within: Duration::from_millis(1),
        ..CupsSettings::default()
    });
    assert_eq!(cups.list().await, Err(PrintFailure::SpoolerAway));
}
