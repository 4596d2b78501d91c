"""Running ``judging score`` on files that a test writes."""

import pytest

from judging.cli.score import score_command
from tests.cli.score_files import RULES


@pytest.fixture
def score(runner, tmp_path):
    """Return a function that writes the files, runs the command and gives (exit code, text)."""

    def run(
        marks,
        rules=RULES,
        entries=None,
        out="results.csv",
        lang="en",
        encoding="utf-8",
        records=None,
        awards=None,
    ):
        paths = {"marks.csv": marks, "rules.toml": rules, "entries.csv": entries}
        paths["records.csv"] = records
        for name, text in paths.items():
            if text is not None:
                (tmp_path / name).write_bytes(text.encode(encoding))
        arguments = [str(tmp_path / "marks.csv"), "--rules", str(tmp_path / "rules.toml")]
        arguments += ["--lang", lang] if lang else []
        arguments += ["--entries", str(tmp_path / "entries.csv")] if entries is not None else []
        arguments += ["--records", str(tmp_path / "records.csv")] if records is not None else []
        arguments += ["--awards", str(tmp_path / awards)] if awards else []
        arguments += ["--out", str(tmp_path / out)] if out else []
        return runner.invoke(score_command, arguments)

    return run
