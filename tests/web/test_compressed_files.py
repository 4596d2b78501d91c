"""Static files are compressed when the first one asks: three hundred tablets ask at once."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judging.web.compressed_files import variants_of

TOGETHER = 16


def test_a_file_that_many_ask_for_at_once_is_compressed_for_each_of_them(tmp_path: Path) -> None:
    tablet = tmp_path / "tablet"
    tablet.mkdir()
    modules = [tablet / f"module{number}.js" for number in range(20)]
    for number, module in enumerate(modules):
        module.write_text(f"// said\nexport const number = {number};\n" * 40)
    start = threading.Barrier(TOGETHER, timeout=20)

    def ask(_who: int) -> list[tuple[tuple[str, str], ...]]:
        made = []
        for module in modules:
            start.wait()
            made.append(variants_of.__wrapped__(str(module), 0, tmp_path / "made"))
        return made

    with ThreadPoolExecutor(TOGETHER) as judges:
        first, *others = judges.map(ask, range(TOGETHER))
    assert others == [first] * (TOGETHER - 1)
    texts = [gzip.decompress(Path(dict(made)["gzip"]).read_bytes()) for made in first]
    assert texts == [f"\nexport const number = {n};\n".encode() * 40 for n in range(len(modules))]
    assert not list((tmp_path / "made").glob("*.half"))
