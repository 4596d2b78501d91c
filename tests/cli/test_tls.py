"""``judging tls`` and what ``judging serve`` starts the server with."""

import json

import pypdfium2
import zxingcpp

from judging.cli.serve import server_command, tls_options

_ADDRESS = "203.0.113.7"


def ask(runner, *words):
    answer = runner.invoke(args=["judging", *words])
    return answer.exit_code, answer.output


def test_authority_and_certificate_are_made_once_and_kept(runner, instance_path):
    words = ("tls", "--name", _ADDRESS, "--json")
    code, output = ask(runner, *words)
    first = json.loads(output)
    again = json.loads(ask(runner, *words)[1])
    assert (code, first["is_new_authority"], again["is_new_authority"]) == (0, True, False)
    assert first["fingerprint"] == again["fingerprint"]
    assert {_ADDRESS, "localhost", "127.0.0.1"} <= set(first["names"])
    assert first["certificate"] == first["key"] == str(instance_path / "tls" / "server.pem")


def test_people_see_the_fingerprint_and_the_address_of_the_door(runner):
    facts = json.loads(ask(runner, "tls", "--name", _ADDRESS, "--port", "443", "--json")[1])
    code, output = ask(runner, "tls", "--name", _ADDRESS, "--port", "443")
    assert (code, facts["fingerprint"][:23].replace(":", " ") in output) == (0, True)
    assert (facts["door"] in output, facts["door"].endswith(":80/"), "█" in output) == (True,) * 3


def test_the_poster_holds_the_door_as_a_code_and_the_fingerprint(runner, tmp_path):
    poster = tmp_path / "poster.pdf"
    words = ("tls", "--name", _ADDRESS, "--poster", str(poster), "--json")
    facts = json.loads(ask(runner, *words)[1].splitlines()[-1])
    page = pypdfium2.PdfDocument(poster)[0]
    codes = [code.text for code in zxingcpp.read_barcodes(page.render(scale=1).to_pil())]
    text = page.get_textpage().get_text_bounded()
    assert codes == [facts["door"]]
    assert " ".join(facts["fingerprint"].split(":")[:8]) in " ".join(text.split())


def test_a_file_that_cannot_be_written_is_named_with_the_reason(runner, instance_path):
    for path, reason in (
        ("/no/such/x.pdf", "没有文件夹 /no/such"),
        ("/proc/x.pdf", "No such file"),
    ):
        answer = runner.invoke(args=["judging", "tls", "--name", _ADDRESS, "--poster", path])
        assert (answer.exit_code, path in answer.stderr, reason in answer.stderr) == (1, True, True)
        written = runner.invoke(args=["judging", "backup", path])
        assert (written.exit_code, path in written.stderr) == (1, True)
    answer = runner.invoke(args=["judging", "tls", "--poster", "/no/such/x.pdf"])
    assert "/no/such/x.pdf" in answer.stderr


def test_what_is_no_name_is_refused_with_a_reason(runner, instance_path):
    code, output = ask(runner, "tls", "--name", _ADDRESS, "--name", "no name")
    assert (code, "no name" in output, (instance_path / "tls").exists()) == (1, True, False)


def test_options_that_do_not_fit_each_other_are_misuse(runner):
    for words in (("--plain",), ("--name", "a.lan"), ("--door-port", "81")):
        assert ask(runner, "serve", *words)[0] == 2


def test_the_server_speaks_tls_with_older_tablets_too():
    command = server_command("0.0.0.0", 443, 8, tls_options("a.crt", "a.key"))
    at = command.index("--ssl-certificate")
    assert command[at : at + 6] == [
        "--ssl-certificate",
        "a.crt",
        "--ssl-keyfile",
        "a.key",
        "--ssl-protocol-min",
        "tls1.2",
    ]
