//! Who may import whom in the UI.

use super::layout::each_line;
use super::{Finding, Source};

const FEATURES: &str = "ui/src/features/";
const HOST: &str = "ui/src/host/";

/// No feature imports another; the shell is known to the host alone.
pub fn imports(sources: &[Source]) -> Vec<Finding> {
    each_line(sources, |source, line| {
        if !source.path.starts_with("ui/")
            || !matches!(source.extension(), "ts" | "tsx" | "mjs" | "js")
        {
            return None;
        }
        let module = imported(line)?;
        if module.starts_with("@tauri-apps/") && !source.path.starts_with(HOST) {
            return Some(
                "only ui/src/host knows the shell; everyone else talks to the Host interface"
                    .to_owned(),
            );
        }
        let own = feature_of(&source.path)?;
        let target = resolve(&source.path, module);
        let other = feature_of(&target).filter(|other| *other != own)?;
        Some(format!(
            "the feature {own} imports the feature {other}: share through ui/src/shared, compose in ui/src/app"
        ))
    })
}

/// The module that a line imports or exports from, if it does.
fn imported(line: &str) -> Option<&str> {
    let after = [" from ", "import(", "import ", "} from "]
        .iter()
        .find_map(|word| {
            line.find(word)
                .map(|at| line[at + word.len()..].trim_start())
        })?;
    let quote = after
        .chars()
        .next()
        .filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
    after[1..].split(quote).next()
}

fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix(FEATURES)?.split('/').next()
}

/// The file that `module` means, seen from `path`: relative, or from the root of the sources.
fn resolve(path: &str, module: &str) -> String {
    if !module.starts_with('.') {
        return module
            .split_once("features/")
            .map_or_else(String::new, |(_, rest)| format!("{FEATURES}{rest}"));
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in module.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    #[test]
    fn a_feature_that_imports_another_is_found() {
        let path = "ui/src/features/appeals/List.tsx";
        let bad = "import { a } from '../link/a'\nimport { b } from './b'\nexport * from \"@/features/session/x\"\nimport '../../shared/c'\nconst d = await import('../link/d')\n";
        expect_findings(imports, &[(path, bad)], &[(path, 1), (path, 3), (path, 5)]);
        expect_findings(
            imports,
            &[(
                "ui/src/app/App.tsx",
                "import { a } from '../features/link/a'\n",
            )],
            &[],
        );
        expect_findings(
            imports,
            &[(path, "import { a } from '../../features/appeals/a'\n")],
            &[],
        );
    }

    #[test]
    fn the_shell_is_known_to_the_host_alone() {
        let text = "import { invoke } from '@tauri-apps/api/core'\n";
        expect_findings(
            imports,
            &[("ui/src/host/tauri.ts", text), ("ui/src/app/a.ts", text)],
            &[("ui/src/app/a.ts", 1)],
        );
    }
}
