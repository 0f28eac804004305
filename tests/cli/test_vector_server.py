"""`index.vectors` in config.toml: a Chroma server from the command line, there, gone and back."""

import json

import pytest

from tests.index.chroma_server import ChromaServer


@pytest.fixture
def run(regbot_here, own_home):
    """`regbot ARGUMENTS` in a workspace of its own."""
    return lambda *arguments: regbot_here(*arguments, "--home", str(own_home))


def name_server(home, url: str) -> None:
    (home / "config.toml").write_text(f'[index]\nvectors = "{url}"\n')


def check_of(ran):
    return next(check for check in json.loads(ran.out)["checks"] if check["name"] == "vectors")


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host", "http://", "http://me:secret@host:1", "http://host:99999", "http://host/a"]
)
def test_no_address_of_a_server(run, own_home, url: str):
    name_server(own_home, url)
    ran = run("index", "status")
    assert ran.code == 2
    assert ran.err.count("index.vectors") == 1
    assert "http://host:port" in ran.err
    assert "secret" not in ran.err


@pytest.mark.slow
def test_a_server_there_gone_and_back(run, own_home, tmp_path):
    server = ChromaServer(tmp_path / "chroma")
    name_server(own_home, f"HTTP://127.0.0.1:{server.port}/")
    refused = run("index", "build")
    assert refused.code == 5
    assert refused.err.count("does not answer") == 1
    assert check_of(run("doctor", "--json"))["level"] == "broken"
    server.start()
    try:
        built = json.loads(run("index", "build", "--json").out)
        assert built["vectors_at"] == server.url
        assert server.url in run("index", "status").out
        check = check_of(run("doctor", "--json"))
        assert check["level"] == "ok"
        assert f"all {built['vectors']} vectors of generation {built['generation']}" in check["message"]
        assert run("index", "verify").code == 0
        assert run("search", "separate consent").err == ""
    finally:
        server.kill()
    for command in ("search", "ask"):
        lost = run(command, "Is separate consent needed?")
        assert lost.out
        assert lost.err.count(f"the Chroma server at {server.url} does not answer") == 1
    assert check_of(run("doctor", "--json"))["level"] == "broken"
    assert run("index", "verify").code == 5
