"""Run the nginx block of docs/running.md in front of gunicorn, and ask it what visitors ask.

It needs `apt-get install nginx-light`. Only the port and the certificate differ from the document.
"""

import gzip
import http.client
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "aanloop.delinde.example"
# nginx's own files, in a folder instead of in /var; one process in the foreground.
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {server}
}}
"""


def documented(language: str) -> str:
    text = (ROOT / "docs" / "running.md").read_text()
    return re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1]


def configuration(folder: Path, port: int, web: int) -> str:
    """Return the documented block with our port and certificate, within what nginx needs."""
    server = documented("nginx")
    keys = f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;"
    for old, new in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl; {keys}",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{web}",
    }.items():
        assert server.count(old) == 1, old
        server = server.replace(old, new)
    return AROUND.format(folder=folder, server=server)


class Visitor:
    """Asks as a browser does, and reads the answer when it comes before the whole body is sent."""

    def __init__(self, port: int, *, encrypted: bool = True) -> None:
        self.port = port
        self.encrypted = encrypted

    def ask(self, path: str, method: str = "GET", size: int = 0, **headers: str):
        context = ssl._create_unverified_context()  # our own certificate
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        if self.encrypted:
            line = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": HOST, "Content-Length": str(size)} if size else {"Host": HOST}
        for name, value in (sent | headers).items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        try:
            for _ in range(size // 2**20):
                line.send(b"x" * 2**20)
        except OSError:
            pass  # the answer came before the whole body was sent
        answer = line.getresponse()
        body = answer.read()
        packed = answer.getheader("Content-Encoding") == "gzip"
        return answer, (gzip.decompress(body) if packed else body).decode(errors="replace"), packed


def check(visitor: Visitor, direct: Visitor) -> list[str]:
    """Return what is wrong, through the proxy and, for a proxy with other limits, without it."""
    wrong = []

    def expect(what: str, right: bool) -> None:
        print(f"  {'goed' if right else 'FOUT'}  {what}", flush=True)
        if not right:
            wrong.append(what)

    page, text, packed = visitor.ask("/agenda/", Accept_Encoding="gzip")
    expect("a public page opens, compressed", page.status == 200 and packed and "<h1" in text)
    _, _, packed = visitor.ask("/agenda/", Accept_Encoding="gzip", Cookie="taal=nl")
    expect("a page for somebody with a cookie is not compressed", not packed)
    style = re.search(r'href="(/static/[^"]+\.css)"', text)[1]
    sheet, _, packed = visitor.ask(style, Accept_Encoding="gzip")
    forever = "immutable" in sheet.getheader("Cache-Control", "")
    expect("a style sheet is compressed and kept for ever", packed and forever)
    for path in ["/readyz", "//readyz", "/%72eadyz", "/readyz?x=1"]:
        expect(f"{path} is closed", visitor.ask(path)[0].status == 404)
    expect("/healthz is open", visitor.ask("/healthz")[0].status == 200)
    forged = visitor.ask("/agenda/", X_Forwarded_Proto="http")[0]
    expect("a forged protocol changes nothing", forged.status == 200)
    expect("another host name is refused", visitor.ask("/", Host="x.example")[0].status == 400)
    for size in [102, 106, 300]:
        answer, text, _ = visitor.ask("/huurders/inlezen/", "POST", size * 2**20)
        says = text.startswith("Dit bestand is te groot. Knip het in stukken van hoogstens 100 MB")
        plain = answer.getheader("Content-Type") == "text/plain; charset=utf-8"
        expect(f"{size} MiB is too large, and says so", answer.status == 413 and says and plain)
    answer, text, _ = direct.ask("/huurders/inlezen/", "POST", 110 * 2**20)
    says = text.startswith("Dit bestand is te groot.")
    expect("the application itself says so too", answer.status == 413 and says)
    answer, _, _ = visitor.ask("/huurders/inlezen/", "POST", 100 * 2**20)
    expect("100 MiB reaches the application", answer.status in {302, 403})
    return wrong


def certificate(folder: Path) -> None:
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST}".split()
    out = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*command, *out], check=True, stderr=subprocess.DEVNULL)


def main() -> int:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        sys.exit("nginx niet gevonden: apt-get install nginx-light")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from tests.database import drop, make_migrated
    from tests.journeys.stack import free_port, wait_for

    name = f"proxy_{os.getpid()}"
    port, web = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="proxy-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        certificate(folder)
        (folder / "nginx.conf").write_text(configuration(folder, port, web))
        make_migrated(name)
        env = os.environ | {
            "AANLOOP_DEMO": "0", "SECRET_KEY": "niet-geheim-" * 6, "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}", "TRUSTED_PROXY_COUNT": "1",
            "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}",
            "STATIC_ROOT": str(folder / "static"),
        }  # fmt: skip
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(collect, cwd=ROOT, env=env, check=True)
        text = (ROOT / "docs" / "running.md").read_text()
        gunicorn = shlex.split(re.search(r"^gunicorn (.*)$", text, re.MULTILINE)[1])
        gunicorn = [part.replace(":8000", f":{web}") for part in gunicorn]
        children = [
            subprocess.Popen([sys.executable, "-m", "gunicorn", *gunicorn], cwd=ROOT, env=env),
            subprocess.Popen([program, "-e", folder / "error.log", "-c", folder / "nginx.conf"]),
        ]
        visitor = Visitor(port)
        try:
            begin = time.monotonic()
            wait_for("nginx and gunicorn", lambda: opens(visitor))
            print(f"klaar in {time.monotonic() - begin:.1f} s", flush=True)
            return 1 if check(visitor, Visitor(web, encrypted=False)) else 0
        finally:
            for child in reversed(children):
                child.terminate()
                child.wait()
            drop(name)


def opens(visitor: Visitor) -> bool:
    try:
        return visitor.ask("/healthz")[0].status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
