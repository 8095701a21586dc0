"""The files in ``deploy/`` agree with each other, with the command line and with the package.

Their schemas are checked by ``make check-deploy``: the schemas of Kubernetes alone are 100 MB.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from digit_widgets.app.cli import app
from digit_widgets.app.page.http_server import LARGEST_BODY
from tests.support.configuration import page_configuration

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
#: The instructions of the Containerfile, each in one line, as pairs of its name and the rest.
CONTAINER = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(r"\\\n|^#.*\n", "", (DEPLOY / "Containerfile").read_text(), flags=re.M)
    .strip()
    .splitlines()
    if line
]
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
HAPROXY = (DEPLOY / "haproxy.cfg").read_text()
KUBERNETES = {
    path.name: yaml.safe_load(path.read_text()) for path in (DEPLOY / "kubernetes").glob("*.yaml")
}
INGRESS = (DEPLOY / "kubernetes" / "ingress.yaml").read_text()
POD = KUBERNETES["deployment.yaml"]["spec"]["template"]
(SERVER,) = POD["spec"]["containers"]
NOTES = KUBERNETES["ingress.yaml"]["metadata"]["annotations"]
NGINX = "nginx.ingress.kubernetes.io/"
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def instruction(name: str) -> str:
    """Return what the last instruction with this name says."""
    return [rest for each, rest in CONTAINER if each == name][-1]


ENTRY = json.loads(instruction("ENTRYPOINT"))
PORT = int(ENTRY[ENTRY.index("--port") + 1])
HEALTH_CHECK = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])


@pytest.mark.parametrize(
    "path", [path for path in DEPLOY.rglob("*") if path.is_file()], ids=lambda path: path.name
)
def test_each_file_opens_with_what_it_is_for(path: Path) -> None:
    assert re.match(r"# \w.*\w", path.read_text())


def test_the_command_line_has_the_options_of_the_container() -> None:
    command = typer.main.get_command(app).commands[ENTRY[1]]  # type: ignore[attr-defined]
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    assert ENTRY[0] in PROJECT["project"]["scripts"]
    assert {word for word in ENTRY if word.startswith("--")} <= known


def test_all_know_the_port() -> None:
    assert int(instruction("EXPOSE")) == PORT
    assert f"server-template page 1-16 page:{PORT} " in HAPROXY
    (port,) = SERVER["ports"]
    assert port["containerPort"] == PORT
    (served,) = KUBERNETES["service.yaml"]["spec"]["ports"]
    (rule,) = KUBERNETES["ingress.yaml"]["spec"]["rules"]
    (way,) = rule["http"]["paths"]
    (allowed,) = KUBERNETES["network.yaml"]["spec"]["ingress"]
    assert served["targetPort"] == port["name"] == allowed["ports"][0]["port"]
    assert way["backend"]["service"] == {
        "name": KUBERNETES["service.yaml"]["metadata"]["name"],
        "port": {"name": served["name"]},
    }


def test_all_ask_for_the_same_health() -> None:
    assert COMPOSE["page"]["healthcheck"]["test"][1:] == HEALTH_CHECK
    assert "'GET', '/health'" in HEALTH_CHECK[-1]
    assert "http-check send meth GET uri /health " in HAPROXY
    for probe in PROBES:
        assert SERVER[probe]["httpGet"] == {"path": "/health", "port": "http"}


@contextmanager
def answering(status: int) -> Iterator[int]:
    """Answer one request with a status; yield the port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "is_well"), [(200, True), (503, False)])
def test_the_health_check_is_a_program_that_tells(status: int, is_well: bool) -> None:
    _, option, code = HEALTH_CHECK
    with answering(status) as port:
        command = [sys.executable, option, code.replace(str(PORT), str(port))]
        assert (subprocess.run(command, check=False).returncode == 0) is is_well


def test_selectors_and_references_find_what_is_there() -> None:
    labels = POD["metadata"]["labels"]
    deployment = KUBERNETES["deployment.yaml"]
    (spread,) = POD["spec"]["topologySpreadConstraints"]
    assert deployment["spec"]["selector"]["matchLabels"] == labels
    assert spread["labelSelector"]["matchLabels"] == labels
    assert KUBERNETES["service.yaml"]["spec"]["selector"] == labels
    assert KUBERNETES["disruption.yaml"]["spec"]["selector"]["matchLabels"] == labels
    assert KUBERNETES["network.yaml"]["spec"]["podSelector"]["matchLabels"] == labels
    target = KUBERNETES["autoscaler.yaml"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", deployment["metadata"]["name"])
    assert "replicas" not in deployment["spec"]  # each `kubectl apply` would undo the autoscaler's
    kustomization = KUBERNETES["kustomization.yaml"]
    assert set(kustomization["resources"]) == set(KUBERNETES) - {"kustomization.yaml"}
    assert kustomization["namespace"] == KUBERNETES["namespace.yaml"]["metadata"]["name"]


def test_the_image_has_one_name_and_the_version_of_the_package() -> None:
    (image,) = KUBERNETES["kustomization.yaml"]["images"]
    project = PROJECT["project"]
    named = f"{project['name']}:{project['version']}"
    assert COMPOSE["page"]["image"] == named == f"{image['name']}:{image['newTag']}"
    assert SERVER["image"] == image["name"]
    build = COMPOSE["page"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).samefile(DEPLOY / "Containerfile")
    assert f"--tag {named} ." in (DEPLOY / "Containerfile").read_text()


def test_the_container_has_a_python_that_the_tests_run_with() -> None:
    (python,) = {rest for each, rest in CONTAINER if each == "ARG"}
    tested = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text())
    minor = python.removeprefix("PYTHON=")
    assert minor in tested["jobs"]["all"]["strategy"]["matrix"]["python"]
    bases = [rest.split()[0] for each, rest in CONTAINER if each == "FROM"]
    assert set(bases) == {"python:${PYTHON}-slim"}


def test_the_wheel_is_built_from_what_the_engine_is_given() -> None:
    given = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.M))
    copied = {
        word.rstrip("/")
        for each, rest in CONTAINER
        if each == "COPY" and not rest.startswith("--")
        for word in rest.split()[:-1]
    }
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    project = PROJECT["project"]
    needed = {project["readme"], *project["license-files"], *wheel["packages"]}
    assert given == copied
    assert needed | set(wheel["force-include"]) | {"pyproject.toml", "constraints.txt"} == given
    assert all((ROOT / name).exists() for name in given)


def test_the_container_has_no_rights_and_writes_only_to_tmp() -> None:
    user, _, group = instruction("USER").partition(":")
    security = POD["spec"]["securityContext"]
    assert (security["runAsUser"], security["runAsGroup"]) == (int(user), int(group))
    assert security["runAsNonRoot"]
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert SERVER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    for service in COMPOSE.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "restart"} <= set(service)
    written = dict(re.findall(r"(HOME|IPYTHONDIR|JUPYTER_\w+)=(\S+)", instruction("ENV")))
    assert len(written) == 5
    assert all(Path(folder).is_relative_to("/tmp") for folder in written.values())
    (mount,) = SERVER["volumeMounts"]
    (temporary,) = COMPOSE["page"]["tmpfs"]
    assert mount["mountPath"] == "/tmp"
    assert temporary.startswith("/tmp:")


def test_a_server_that_stops_is_given_the_time() -> None:
    grace = POD["spec"]["terminationGracePeriodSeconds"]
    assert SERVER["lifecycle"]["preStop"]["sleep"]["seconds"] < grace / 2
    alive, ready = SERVER["livenessProbe"], SERVER["readinessProbe"]
    assert alive["periodSeconds"] * alive["failureThreshold"] > grace
    assert ready["periodSeconds"] * ready["failureThreshold"] < grace
    assert COMPOSE["page"]["stop_grace_period"] == f"{grace}s"
    assert instruction("STOPSIGNAL") == "SIGTERM"


def test_both_ways_in_are_sticky_by_a_cookie_that_no_script_and_no_other_site_uses() -> None:
    cookies = re.findall(r"^ *cookie page insert (.*)$", HAPROXY, re.M)
    assert cookies
    assert all("httponly" in each and "attr SameSite=Lax" in each for each in cookies)
    assert NOTES[f"{NGINX}affinity"] == "cookie"
    assert NOTES[f"{NGINX}session-cookie-samesite"] == "Lax"  # ingress-nginx sets HttpOnly itself


def test_both_ways_in_have_the_same_limits() -> None:
    largest = page_configuration()["Voila"]["tornado_settings"]["websocket_max_message_size"]
    said = f"{largest >> 20} MiB"
    page = (ROOT / "docs" / "howto" / "publish_to_many.md").read_text()
    assert all(said in text for text in (HAPROXY, INGRESS, page))
    assert f"req.body_size gt {LARGEST_BODY} " in HAPROXY
    assert NOTES[f"{NGINX}proxy-body-size"] == "64k"
    assert f"sc0_conn_cur gt {NOTES[f'{NGINX}limit-connections']} " in HAPROXY
    assert f"sc0_http_req_rate gt {10 * int(NOTES[f'{NGINX}limit-rps'])} " in HAPROXY
    assert "http_req_rate(10s)" in HAPROXY


def test_the_proxy_has_files_for_its_connections_and_places_for_the_servers() -> None:
    (connections,) = re.findall(r"^ *maxconn (\d+)$", HAPROXY, re.M)
    assert COMPOSE["proxy"]["ulimits"]["nofile"] > 2 * int(connections)
    (places,) = re.findall(r"server-template page 1-(\d+) ", HAPROXY)
    assert COMPOSE["page"]["deploy"]["replicas"] <= int(places)
